import { decideRetry, defaultRetryPolicy, failureKindOf } from '../../deployment/policy/retryPolicy';
import { clock } from '../waiting/clock';
import { attempt } from '../waiting/attempt';
import { assumeRole } from './assumedRole';
import type { AwsAccess, AwsKeys } from './awsAccess';
import { type AwsAdvice, AwsRequestError, toAwsRequestError } from './awsRequestError';
import { createRequestHandler, type RequestHandler, type SendRequest } from './httpRequestHandler';

/** What every client of the AWS SDK is made with here. */
export interface AwsClientConfig {
	readonly region: string;
	readonly endpoint?: string;
	readonly credentials: () => Promise<AwsKeys>;
	readonly requestHandler: RequestHandler;
	/** One: repeating is decided here, by the same policy as for every platform. */
	readonly maxAttempts: 1;
}

export interface AwsCallOptions {
	/** Whether doing it twice does no harm. By default that of a read. */
	readonly safeToRepeat?: boolean;
	/** Values in the request that AWS's words on it must not repeat. */
	readonly secretValues?: readonly string[];
}

/** One service of AWS, with the credential of one item. */
export interface AwsService<Client> {
	/** `AWS ECS`. */
	readonly name: string;
	readonly region: string;
	/** Where it is not AWS itself; undefined for AWS. */
	readonly endpoint: string | undefined;
	/**
	 * One API action through the SDK, tried again as the retry policy allows: reads always, writes
	 * only when `safeToRepeat`, throttled requests in any case, since they were not carried out.
	 *
	 * @throws AwsRequestError
	 */
	call<Output>(action: string, send: (client: Client) => Promise<Output>, options?: AwsCallOptions): Promise<Output>;
}

export interface AwsServiceKind<Client> {
	readonly name: string;
	readonly createClient: (config: AwsClientConfig) => Client;
	readonly advice: AwsAdvice;
	/** How long one request may take. Default a minute. */
	readonly requestTimeoutMs?: number;
}

/** Keys of the credential, or of the role it assumes, renewed by the SDK before they run out. */
export function createAwsService<Client>(
	kind: AwsServiceKind<Client>,
	access: AwsAccess,
	send: SendRequest,
): AwsService<Client> {
	const secrets = secretsOf(access.keys);
	const requestHandler = createRequestHandler(send);
	const { role } = access;
	const credentials = async (): Promise<AwsKeys> => {
		if (!role) return access.keys;
		const assumed = await assumeRole(access, role, requestHandler);
		secrets.push(...secretsOf(assumed));
		return assumed;
	};
	const createClient = (): Client =>
		kind.createClient({
			region: access.region,
			...(access.endpoint !== undefined && { endpoint: access.endpoint }),
			credentials,
			requestHandler,
			maxAttempts: 1,
		});
	let client = createClient();
	return {
		name: kind.name,
		region: access.region,
		endpoint: access.endpoint,
		async call(action, sendCommand, options = {}) {
			const safeToRepeat = options.safeToRepeat ?? /^(Describe|List|Get|Filter)/.test(action);
			let isRenewed = false;
			for (let tries = 1; ; tries++) {
				const sent = await attempt(sendCommand(client));
				if (sent.ok) return sent.value;
				const error = toAwsRequestError(sent.error, {
					service: kind.name,
					action,
					region: access.region,
					secrets,
					secretValues: options.secretValues ?? [],
					advice: kind.advice,
				});
				if (!(error instanceof AwsRequestError)) throw error;
				if (role && error.isExpired && !isRenewed) {
					// The role's session ended before its time, as when an administrator revokes it: a new
					// client assumes the role anew. What came with expired keys was not carried out.
					isRenewed = true;
					client = createClient();
					continue;
				}
				const decision = decideRetry(defaultRetryPolicy, {
					attempt: tries,
					kind: error.isThrottled ? 'rateLimited' : failureKindOf(error.status),
					retryAfterMs: null,
					safeToRepeat,
					random: clock.random(),
				});
				if (!decision.retry) throw error;
				await clock.sleep(decision.delayMs);
			}
		},
	};
}

function secretsOf(keys: AwsKeys): string[] {
	return [keys.secretAccessKey, keys.sessionToken ?? '', keys.accessKeyId].filter(Boolean);
}
