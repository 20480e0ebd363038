import type { IAllExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';

import type { HealthAnswer } from '../../deployment/health/healthExpectation';
import { clock } from '../waiting/clock';
import { redactShort } from '../http/redaction';
import { passwordsIn, secretsIn } from './address';
import { connectionFailure } from './connectionFailure';
import { isSameHost, maxRedirects, redirectOf, type RedirectPolicy } from './redirect';
import { noAnswer, readAnswer, readHead } from './readAnswer';

export interface HealthRequest {
	readonly address: URL;
	readonly method: IHttpRequestMethods;
	readonly requestTimeoutMs: number;
	readonly redirects: RedirectPolicy;
}

/** Asks once. Whatever goes wrong on the way is part of the answer: a service that cannot be reached is an unhealthy one. */
export async function ask(functions: IAllExecuteFunctions, request: HealthRequest): Promise<HealthAnswer> {
	const startedAtMs = clock.now();
	const timeout = AbortSignal.timeout(Math.ceil(request.requestTimeoutMs));
	const finished = new AbortController();
	// A poll is no execution, and has none.
	const cancelled = 'getExecutionCancelSignal' in functions ? functions.getExecutionCancelSignal() : undefined;
	const abortSignal = AbortSignal.any([timeout, finished.signal, ...(cancelled ? [cancelled] : [])]);
	try {
		const answer = await askWithRedirects(functions, request, abortSignal);
		return { ...answer, latencyMs: clock.now() - startedAtMs };
	} catch (error) {
		const reason = timeout.aborted
			? `gave no whole answer within ${request.requestTimeoutMs / 1000} s`
			: connectionFailure(error, request.method);
		return {
			...noAnswer(redactShort(reason, secretsIn(request.address), passwordsIn(request.address))),
			latencyMs: clock.now() - startedAtMs,
		};
	} finally {
		// Also ends what is left of the bodies that nobody read.
		finished.abort();
	}
}

async function askWithRedirects(
	functions: IAllExecuteFunctions,
	request: HealthRequest,
	abortSignal: AbortSignal,
): Promise<HealthAnswer> {
	let { address } = request;
	for (let redirects = 0; ; redirects++) {
		const response = await send(functions, { ...request, address }, abortSignal);
		const head = readHead(response);
		if (head === null) return noAnswer('gave an answer that n8n could not read');
		const redirect = redirectOf(head.status, head.headers.location, address, request.redirects);
		if (redirect.kind !== 'follow') {
			const answer = await readAnswer(response, head);
			return {
				...answer,
				redirect: redirect.kind === 'refuse' ? redirect.reason : '',
				isOfOtherHost: !isSameHost(address, request.address),
			};
		}
		if (redirects === maxRedirects) return noAnswer(`redirects more than ${maxRedirects} times`);
		address = redirect.address;
	}
}

async function send(
	functions: IAllExecuteFunctions,
	{ address, method, requestTimeoutMs }: HealthRequest,
	abortSignal: AbortSignal,
): Promise<unknown> {
	return await functions.helpers.httpRequest({
		url: address.href,
		method,
		headers: { Accept: '*/*', 'Cache-Control': 'no-cache' },
		// As a stream, so that an endless body costs no more memory than what is read of it.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Each redirect is looked at before it is followed.
		disableFollowRedirect: true,
		timeout: Math.ceil(requestTimeoutMs),
		abortSignal,
	});
}
