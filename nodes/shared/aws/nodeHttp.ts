import type { IAllExecuteFunctions, IHttpRequestMethods, IN8nHttpFullResponse } from 'n8n-workflow';

import { settled } from '../settled';
import {
	ConnectionFailure,
	type IncomingResponse,
	type OutgoingRequest,
	type SendRequest,
} from './httpRequestHandler';

const requestTimeoutMs = 60_000;

/** Sends through the HTTP helper of a node's run. The request is signed already: no credential is added. */
export function sendThroughNode(context: IAllExecuteFunctions): SendRequest {
	return async ({ method, url, headers, body }: OutgoingRequest) => {
		const sent = await settled<IN8nHttpFullResponse>(
			context.helpers.httpRequest({
				method: method as IHttpRequestMethods,
				url,
				headers: { ...headers },
				...(body && { body: asSigned(headers, body) }),
				encoding: 'arraybuffer',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: requestTimeoutMs,
			}),
		);
		if (!sent.ok) throw connectionFailure(sent.error);
		return incoming(sent.value.statusCode, sent.value.headers, sent.value.body);
	};
}

/** Of a form n8n makes another form unless it is a text; what is signed must stay as it is. */
export function asSigned(headers: Readonly<Record<string, string>>, body: Buffer): Buffer | string {
	const isForm = Object.entries(headers).some(
		([name, value]) =>
			name.toLowerCase() === 'content-type' && value.startsWith('application/x-www-form-urlencoded'),
	);
	return isForm ? body.toString('utf8') : body;
}

/** An answer of n8n's HTTP client in the handler's form. */
export function incoming(status: number, headers: unknown, body: unknown): IncomingResponse {
	return { status, headers: lowerCaseNames(headers), bytes: toBytes(body) };
}

/** An error of the HTTP client carries the whole request, signature included: only its words go on. */
export function connectionFailure(error: unknown): ConnectionFailure {
	const words = error instanceof Error ? error.message : String(error);
	return new ConnectionFailure(words, socketCodeOf(error));
}

/** `ECONNREFUSED` and the like; n8n wraps the error that has it. */
function socketCodeOf(error: unknown): string | null {
	for (let layer = error, depth = 0; depth < 4; depth++) {
		if (typeof layer !== 'object' || layer === null) return null;
		if ('code' in layer && typeof layer.code === 'string') return layer.code;
		const wrapped: unknown = Reflect.get(layer, 'cause') ?? Reflect.get(layer, 'errorResponse');
		layer = wrapped;
	}
	return null;
}

function toBytes(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body);
	if (typeof body === 'string') return Buffer.from(body);
	return body === undefined || body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function lowerCaseNames(headers: unknown): Record<string, string> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [
				name.toLowerCase(),
				Array.isArray(value) ? value.join(', ') : String(value),
			]),
	);
}
