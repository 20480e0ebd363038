import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

import type { SandboxRequest, SandboxResponse } from './platform';
import { SandboxHttpError } from './platform';

/** The whole body. Throws `SandboxHttpError` 413 above `maximumBytes`. */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request) {
		const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		bytes += part.length;
		// Reads on above the limit, keeping nothing: a client that is still sending would not see the answer.
		if (bytes <= maximumBytes) chunks.push(part);
		else chunks.length = 0;
	}
	if (bytes > maximumBytes) {
		throw new SandboxHttpError(413, {
			message: `The body is larger than the sandbox's ${maximumBytes} bytes`,
		});
	}
	return Buffer.concat(chunks);
}

export interface RequestParts {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
	readonly baseUrl: string;
	readonly origin: string;
	readonly params?: Readonly<Record<string, string>>;
}

export function makeRequest(parts: RequestParts): SandboxRequest {
	return {
		params: {},
		...parts,
		json() {
			try {
				return JSON.parse(parts.body.toString('utf8')) as unknown;
			} catch {
				throw new SandboxHttpError(400, { message: 'Problems parsing JSON' });
			}
		},
	};
}

export interface EncodedResponse {
	readonly status: number;
	readonly headers: OutgoingHttpHeaders;
	readonly body: Buffer;
}

/** Bytes and headers of an answer. Sets the content type unless the route did, and always the length. */
export function encodeResponse(response: SandboxResponse): EncodedResponse {
	const headers: OutgoingHttpHeaders = {};
	for (const [name, value] of Object.entries(response.headers ?? {})) {
		headers[name.toLowerCase()] = value;
	}
	let body: Buffer = Buffer.alloc(0);
	if (Buffer.isBuffer(response.body)) {
		body = response.body;
		headers['content-type'] ??= 'application/octet-stream';
	} else if (typeof response.body === 'string') {
		body = Buffer.from(response.body);
		headers['content-type'] ??= 'text/plain; charset=utf-8';
	} else if (response.body !== undefined) {
		body = Buffer.from(JSON.stringify(response.body));
		headers['content-type'] ??= 'application/json; charset=utf-8';
	}
	// RFC 9110, 15.3.5 and 15.4.5: neither a 204 nor a 304 has a body.
	if (response.status === 204 || response.status === 304) {
		delete headers['content-type'];
		return { status: response.status, headers, body: Buffer.alloc(0) };
	}
	headers['content-length'] = String(body.length);
	return { status: response.status, headers, body };
}

/** The answer for whatever a route threw. */
export function encodeError(error: unknown): EncodedResponse {
	if (error instanceof SandboxHttpError) {
		return encodeResponse({ status: error.status, headers: error.headers, body: error.body });
	}
	const message = error instanceof Error ? error.message : String(error);
	return encodeResponse({
		status: 500,
		headers: { 'x-sandbox-failure': 'true' },
		body: { message: `The sandbox itself failed: ${message}` },
	});
}
