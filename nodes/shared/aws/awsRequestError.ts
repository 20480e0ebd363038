import { OperationFailure } from '../operation/errors';
import { redactShort } from '../http/redaction';
import { ConnectionFailure } from './httpRequestHandler';

/** What to do about an error code of one service; undefined when the common advice will do. */
export type AwsAdvice = (code: string, message: string, region: string) => string | undefined;

/** AWS answered with an error, or not at all. Holds no request and no secret. */
export class AwsRequestError extends OperationFailure {
	constructor(
		/** `AWS ECS`. */
		readonly service: string,
		/** The API action: `UpdateService`. */
		readonly action: string,
		/** HTTP status; null when no answer came. */
		readonly status: number | null,
		/** AWS's own name of the error, or the socket's code. */
		readonly code: string | null,
		/** AWS's own words, redacted. */
		readonly vendorMessage: string,
		advice: string,
	) {
		super(
			status === null
				? `${service} did not answer ${action}: ${vendorMessage}`
				: `${service} refused ${action} (${code ?? `status ${status}`}): ${vendorMessage}`,
			advice,
		);
	}

	/** Whether the request may have been carried out all the same. */
	get mayHaveHappened(): boolean {
		return !this.isThrottled && (this.status === null || this.status >= 500);
	}

	/** Whether the same may work later, with nothing changed. */
	get isTransient(): boolean {
		return this.isThrottled || this.mayHaveHappened;
	}

	/** Not carried out, since the session token has run out. */
	get isExpired(): boolean {
		return this.code !== null && expiredCodes.has(this.code);
	}

	/** Not carried out, since there were too many requests. */
	get isThrottled(): boolean {
		// ECS registers one revision of a family at a time, and refuses the others as a ClientException.
		const isConcurrent = /^too many concurrent attempts/i.test(this.vendorMessage);
		return isConcurrent || (this.code !== null && throttlingCodes.has(this.code));
	}
}

const expiredCodes = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']);

const throttlingCodes = new Set([
	'ThrottlingException',
	'Throttling',
	'ThrottledException',
	'TooManyRequestsException',
	'RequestLimitExceeded',
	'RequestThrottled',
	'RequestThrottledException',
	'SlowDown',
]);

/** An error of the AWS SDK as ours. Anything else is a fault of this code and passes as it is. */
export function toAwsRequestError(
	error: unknown,
	call: {
		readonly service: string;
		readonly action: string;
		readonly region: string;
		readonly secrets: readonly string[];
		/** Values of the request, of which even the shortest is left out. */
		readonly secretValues?: readonly string[];
		readonly advice: AwsAdvice;
	},
): unknown {
	if (error instanceof OperationFailure) return error;
	if (error instanceof ConnectionFailure) {
		const words = redactShort(error.message, call.secrets);
		const message = error.code === null || words.includes(error.code) ? words : `${words} (${error.code})`;
		return new AwsRequestError(
			call.service,
			call.action,
			null,
			error.code,
			message,
			adviceForSilence(error.code, call.region),
		);
	}
	const status = statusOf(error);
	if (!(error instanceof Error) || status === undefined) return error;
	if (!isServiceError(error)) {
		// Without the parser's own words, which quote the answer and name fields of the SDK.
		return new AwsRequestError(
			call.service,
			call.action,
			null,
			'UnreadableAnswer',
			`what came, with status ${status}, is not an answer of AWS`,
			'A proxy or another server may have answered: check the base URL in the credential, and the proxy of this n8n',
		);
	}
	const message = redactShort(error.message || 'no explanation given', call.secrets, call.secretValues);
	return new AwsRequestError(
		call.service,
		call.action,
		status,
		error.name,
		message,
		call.advice(error.name, message, call.region) ?? commonAdvice(error.name, message, status),
	);
}

/** An answer that the SDK could read as an error of the service; else its parser failed, on whatever came. */
function isServiceError(error: Error): boolean {
	return Reflect.get(error, '$fault') !== undefined;
}

/** The SDK marks its service errors with the answer's metadata. */
function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	const metadata: unknown = Reflect.get(error, '$metadata');
	if (typeof metadata !== 'object' || metadata === null) return undefined;
	const status: unknown = Reflect.get(metadata, 'httpStatusCode');
	return typeof status === 'number' ? status : undefined;
}

function adviceForSilence(code: string | null, region: string): string {
	return code === 'ENOTFOUND'
		? `No such host: check that "${region}" is a region of AWS, and the base URL in the credential`
		: 'Check the base URL in the credential, and that this n8n may reach that host';
}

function commonAdvice(code: string, message: string, status: number): string {
	switch (code) {
		case 'ExpiredTokenException':
		case 'ExpiredToken':
		case 'RequestExpired':
			return 'The session token in the Slipway AWS API credential has expired. Paste new temporary keys, or use a long-lived access key with a role to assume, which renews itself';
		case 'UnrecognizedClientException':
		case 'InvalidClientTokenId':
		case 'MissingAuthenticationTokenException':
			return 'AWS does not know this access key, or its session token does not belong to it. Make a new key in IAM, paste it into the credential and use its Test button';
		case 'InvalidSignatureException':
		case 'SignatureDoesNotMatch':
		case 'IncompleteSignatureException':
			return /expired|not yet current|minutes|min\./i.test(message)
				? 'The clock of this n8n is wrong by minutes: set it right'
				: "The secret access key does not belong to the access key ID, or the region is not one of this endpoint. Paste both again and use the credential's Test button";
		case 'AccessDeniedException':
		case 'AccessDenied':
		case 'UnauthorizedOperation':
		case 'NotAuthorized':
			return `The key is valid, but read-only or too narrow for this. Let an administrator allow ${deniedAction(message) ?? 'that action'} in its policy, or use a credential that has it`;
		case 'LimitExceededException':
			return 'A quota of the account is used up. Remove what is no longer needed, or have the quota raised in Service Quotas';
		case 'OptInRequired':
		case 'InvalidAction':
			return 'This account or endpoint does not offer that action: check the region';
		default:
	}
	if (throttlingCodes.has(code)) {
		return 'AWS limits the calls of an account and region, and waiting did not help. Run this again later, or spread the calls';
	}
	return status >= 500
		? 'AWS has a fault of its own. Look at its status page, then run this again'
		: 'AWS understood the request, but refused it: its own words are above. Correct what they name';
}

/** `ecs:UpdateService` from AWS's sentence. */
function deniedAction(message: string): string | undefined {
	return /perform: ([a-z0-9-]+:[A-Za-z*]+)/.exec(message)?.[1];
}
