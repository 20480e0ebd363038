import type { IAllExecuteFunctions, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';

import { lowerCaseNames, socketCodeOf, toBytes } from '../http/httpAnswer';
import { attempt } from '../waiting/attempt';
import { ConnectionFailure, type IncomingResponse, type OutgoingRequest, type SendRequest } from './httpRequestHandler';

const defaultTimeoutMs = 60_000;

/** Sends through the HTTP helper of a node's run. The request is signed already: no credential is added. */
export function sendThroughNode(context: IAllExecuteFunctions, timeoutMs = defaultTimeoutMs): SendRequest {
	return async ({ method, url, headers, body }: OutgoingRequest) => {
		const sent = await attempt<IN8nHttpFullResponse>(
			context.helpers.httpRequest({
				method: method as IHttpRequestMethods,
				url,
				headers: { ...headers },
				...(body && { body: asSigned(headers, body) }),
				encoding: 'arraybuffer',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: timeoutMs,
			}),
		);
		if (!sent.ok) throw connectionFailure(sent.error);
		return incoming(sent.value.statusCode, sent.value.headers, sent.value.body);
	};
}

/** Of a form n8n makes another form unless it is a string; what is signed must stay as it is. */
export function asSigned(headers: Readonly<Record<string, string>>, body: Buffer): Buffer | string {
	const isForm = Object.entries(headers).some(
		([name, value]) => name.toLowerCase() === 'content-type' && value.startsWith('application/x-www-form-urlencoded'),
	);
	return isForm ? body.toString('utf8') : body;
}

/** An answer of n8n's HTTP client in the handler's form. */
export function incoming(status: number, headers: unknown, body: unknown): IncomingResponse {
	const named = typeof headers === 'object' && headers !== null ? lowerCaseNames(headers) : {};
	return { status, headers: named, bytes: toBytes(body) };
}

/** An error of the HTTP client carries the whole request, signature included: only its words go on. */
export function connectionFailure(error: unknown): ConnectionFailure {
	const words = error instanceof Error ? error.message : String(error);
	return new ConnectionFailure(words, socketCodeOf(error));
}
