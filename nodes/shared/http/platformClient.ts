import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IHttpRequestMethods } from 'n8n-workflow';

import {
	decideRetry,
	defaultRetryPolicy,
	type FailureKind,
	type RetryPolicy,
} from '../../deployment/policy/retryPolicy';
import { clock } from '../waiting/clock';
import { PlatformRequestError } from '../operation/errors';
import type { Platform, PlatformClient, PlatformRequest, PlatformResponse } from './platform';
import { bodyIn, errorFrom, isAccepted, retryDelayMs, type ExpectedBody } from './platformAnswer';
import { baseUrlIn, secretsIn } from './platformCredentials';
import { redactShort } from './redaction';
import { httpOptions, send, type RawAnswer, type SentRequest } from './platformHttp';
import { maxRedirects, movedTo } from './redirects';

export type { Platform, PlatformClient, PlatformRequest, PlatformResponse } from './platform';

const repeatableMethods: readonly IHttpRequestMethods[] = ['GET', 'HEAD', 'PUT', 'DELETE'];

/**
 * The one way in which nodes talk to a platform: n8n's authenticated HTTP helper, with base URL,
 * retries, time limits and errors that hold no secret. Redirects are followed on the same host alone, so
 * a token only ever reaches the host of its own credential.
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

	const request = async (input: PlatformRequest, expected?: ExpectedBody): Promise<PlatformResponse> => {
		let options = httpOptions(platform, await baseUrl(), input);
		const sent: SentRequest = {
			platform,
			credentials: await credentials(),
			secrets: secretsIn(await credentials(), platform),
			values: input.secretValues,
			action: redactShort(`${input.method} ${input.path}`, [], input.secretValues),
		};
		let redirects = 0;
		for (let attempt = 1; ; attempt++) {
			const answer = await send(context, sent, options);
			const isAnswer = !(answer instanceof PlatformRequestError);
			const moved = isAnswer && redirects < maxRedirects ? movedTo(answer, options) : undefined;
			if (moved) {
				redirects++;
				attempt--;
				options = moved;
				continue;
			}
			const result = isAnswer ? resultOf(answer, sent, input, expected) : answer;
			if (!(result instanceof PlatformRequestError)) return result;
			const decision = decideRetry(policyFor(platform, result.kind), {
				attempt,
				kind: result.kind,
				retryAfterMs: isAnswer ? retryDelayMs(answer) : null,
				safeToRepeat: input.safeToRepeat ?? repeatableMethods.includes(input.method),
				random: clock.random(),
			});
			if (!decision.retry || isStopped(context, platform)) throw result;
			await clock.sleep(decision.delayMs);
			if (isStopped(context, platform)) throw result;
		}
	};

	return {
		platform,
		baseUrl,
		request: async (input) => await request(input),
		async object<Body extends object>(input: PlatformRequest) {
			const { body } = await request(input, 'object');
			return body as Body;
		},
		async list<Element>(input: PlatformRequest) {
			const { body } = await request(input, 'list');
			return body as Element[];
		},
	};
}

// The element and field types are the vendor's, held by the contract tests; every field that may
// be absent is optional in them. That it is an object, or a list, was seen before.

/** The answer that the request asked for, or the error that it is. */
function resultOf(
	answer: RawAnswer,
	sent: SentRequest,
	input: PlatformRequest,
	expected: ExpectedBody | undefined,
): PlatformResponse | PlatformRequestError {
	return isAccepted(answer, input) ? bodyIn(answer, sent, input, expected) : errorFrom(answer, sent);
}

function policyFor(platform: Platform, kind: FailureKind): RetryPolicy {
	const policy = platform.retryPolicy ?? defaultRetryPolicy;
	return kind === 'rateLimited' ? (platform.rateLimitPolicy ?? policy) : policy;
}

/** Pauses can last minutes: after a person stopped the execution nobody waits for their end. */
function isStopped(context: IAllExecuteFunctions, { outlivesStop }: Platform): boolean {
	return (
		outlivesStop !== true &&
		'getExecutionCancelSignal' in context &&
		context.getExecutionCancelSignal()?.aborted === true
	);
}
