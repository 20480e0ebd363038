import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** One request and its answer, raw and unmasked: for contract checks in tests. Never logged. */
export interface SandboxExchange {
	/** The platform's name, or `public` for a deployed site. The control API and the page are not recorded. */
	readonly platform: string;
	readonly method: string;
	/** Below the platform's mount, still encoded, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly requestHeaders: IncomingHttpHeaders;
	readonly requestBody: Buffer;
	/** What was sent; `undefined` when the connection was cut instead. */
	readonly status: number | undefined;
	readonly responseHeaders: OutgoingHttpHeaders;
	readonly responseBody: Buffer;
	/** The kind of the fault that was applied. */
	readonly fault: string | undefined;
	/** Wall milliseconds since the epoch. */
	readonly startedAtMs: number;
	readonly durationMs: number;
}
