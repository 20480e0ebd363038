/** The request of the AWS SDK, signed, as its handler is given it. */
export interface SignedRequest {
	readonly method: string;
	readonly protocol: string;
	readonly hostname: string;
	readonly port?: number;
	readonly path: string;
	readonly query?: Readonly<Record<string, string | string[] | null>>;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

/** One request as n8n's HTTP helpers take it. */
export interface OutgoingRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer | undefined;
}

export interface IncomingResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly bytes: Buffer;
}

/** Sends one request and gives any answer with a status; rejects with `ConnectionFailure` when none came. */
export type SendRequest = (request: OutgoingRequest) => Promise<IncomingResponse>;

/** No answer came: refused, reset, not resolved, or out of time. */
export class ConnectionFailure extends Error {
	override readonly name = 'ConnectionFailure';

	constructor(
		message: string,
		/** Such as `ECONNREFUSED`; null when unknown. */
		readonly code: string | null,
	) {
		super(message);
	}
}

/** An answer as the AWS SDK takes it. */
export interface HandledResponse {
	readonly response: {
		readonly statusCode: number;
		readonly headers: Record<string, string>;
		/** A stream where the SDK hands an answer's bytes on without reading them: an object of S3. */
		readonly body: Uint8Array | ReadableStream<Uint8Array>;
	};
}

/** What the AWS SDK wants as its `requestHandler`: everything goes through n8n's HTTP helper, proxy settings included. */
export function createRequestHandler(send: SendRequest) {
	return {
		async handle(request: SignedRequest): Promise<HandledResponse> {
			const { status, headers, bytes } = await send({
				method: request.method,
				url: urlOf(request),
				headers: request.headers,
				body: toBuffer(request.body),
			});
			return { response: { statusCode: status, headers: { ...headers }, body: new Uint8Array(bytes) } };
		},
		updateHttpClientConfig(): void {
			// Nothing of ours can be configured after the start.
		},
		httpHandlerConfigs: () => ({}),
	};
}

export type RequestHandler = ReturnType<typeof createRequestHandler>;

function urlOf({ protocol, hostname, port, path, query = {} }: SignedRequest): string {
	const parameters = Object.entries(query).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).map((entry) =>
			entry === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(entry)}`,
		),
	);
	const search = parameters.length > 0 ? `?${parameters.join('&')}` : '';
	return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${search}`;
}

/** The SDK's bodies are strings or bytes; nothing here streams. */
function toBuffer(body: unknown): Buffer | undefined {
	if (body === undefined || body === null) return undefined;
	if (typeof body === 'string') return Buffer.from(body);
	if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	throw new TypeError('The AWS SDK gave a body that is neither a string nor bytes');
}
