import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestMethods,
} from 'n8n-workflow';

import { isRecord } from '../deployment/jsonFields';
import { decideRetry, defaultRetryPolicy } from '../deployment/retryPolicy';
import { clock } from './clock';
import { PlatformRequestError } from './errors';
import type { Platform, PlatformClient, PlatformRequest, PlatformResponse } from './platform';
import { bodyIn, errorFrom, isAccepted, retryDelayMs, statusForRetry, unreadable } from './platformAnswer';
import { baseUrlIn, secretsIn } from './platformCredentials';
import { scrub } from './redaction';
import { httpOptions, send, type SentRequest } from './platformHttp';

export type { Platform, PlatformClient, PlatformRequest, PlatformResponse } from './platform';

const repeatableMethods: readonly IHttpRequestMethods[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

/**
 * The one way in which nodes talk to a platform: n8n's authenticated HTTP helper, with base URL,
 * retries, time limits and errors that hold no secret. Redirects are not followed, so a token only
 * ever reaches the host of its own credential.
 *
 * `itemIndex` is the item whose credential is used; hooks and pickers, which have none, pass 0.
 */
export function createPlatformClient(
	platform: Platform,
	context: IAllExecuteFunctions,
	itemIndex: number,
): PlatformClient {
	let loaded: Promise<ICredentialDataDecryptedObject> | undefined;
	const credentials = async () => {
		loaded ??= context.getCredentials(platform.credentialType, itemIndex);
		return await loaded;
	};
	const baseUrl = async () => baseUrlIn(await credentials(), platform);

	const request = async (input: PlatformRequest): Promise<PlatformResponse> => {
		const options = httpOptions(platform, await baseUrl(), input);
		const sent: SentRequest = {
			platform,
			credentials: await credentials(),
			secrets: secretsIn(await credentials(), platform),
			values: input.secretValues,
			action: scrub(`${input.method} ${input.path}`, [], input.secretValues),
		};
		for (let attempt = 1; ; attempt++) {
			const answer = await send(context, sent, options);
			if (isAccepted(answer, input)) return bodyIn(answer, sent, input);
			const decision = decideRetry(platform.retryPolicy ?? defaultRetryPolicy, {
				attempt,
				status: statusForRetry(answer),
				retryAfterMs: answer instanceof PlatformRequestError ? null : retryDelayMs(answer),
				safeToRepeat: input.safeToRepeat ?? repeatableMethods.includes(input.method),
				random: clock.random(),
			});
			if (!decision.retry) throw errorFrom(answer, sent);
			await clock.sleep(decision.delayMs);
		}
	};

	return {
		platform,
		baseUrl,
		request,
		async object<Body extends object>(input: PlatformRequest) {
			const { body, status } = await request(input);
			if (isJsonObject<Body>(body)) return body;
			throw unreadable(platform, input, status, 'a JSON object');
		},
		async list<Element>(input: PlatformRequest) {
			const { body, status } = await request(input);
			if (isJsonArray<Element>(body)) return body;
			throw unreadable(platform, input, status, 'a JSON list');
		},
	};
}

// The element and field types are the vendor's, held by the contract tests; every field that may
// be absent is optional in them.
function isJsonObject<Body extends object>(body: unknown): body is Body {
	return isRecord(body);
}

function isJsonArray<Element>(body: unknown): body is Element[] {
	return Array.isArray(body);
}
