import { createHash } from 'node:crypto';

import type { SandboxExchange } from './exchange';
import type { Redaction } from './redaction';

/** One request as `GET /_sandbox/requests` shows it; secrets redacted. */
export interface LoggedRequest {
	readonly id: number;
	readonly platform: string;
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string | string[]>>;
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed when it is JSON; else `{ bytes, sha256 }`; `undefined` when empty. */
	readonly body: unknown;
	/** `null` when the connection was cut. */
	readonly status: number | null;
	readonly responseBody: unknown;
	readonly startedAt: number;
	readonly durationMs: number;
	readonly fault: string | undefined;
}

const maximumEntries = 20_000;
const maximumBodyBytes = 256 * 1024;
/** All kept bodies together, so that a long soak cannot eat the machine's memory. */
const maximumTotalBytes = 64 * 1024 * 1024;

function describeBody(body: Buffer, redaction: Redaction): unknown {
	if (body.length === 0) return undefined;
	const digest = () => ({
		bytes: body.length,
		sha256: createHash('sha256').update(body).digest('hex'),
	});
	if (body.length > maximumBodyBytes) return digest();
	const first = body[0];
	const looksLikeJson = first !== undefined && '{["'.includes(String.fromCharCode(first));
	if (!looksLikeJson) return digest();
	try {
		return redaction.json(JSON.parse(body.toString('utf8')));
	} catch {
		return digest();
	}
}

function loggedRequest(id: number, exchange: SandboxExchange, redaction: Redaction): LoggedRequest {
	return {
		id,
		platform: exchange.platform,
		method: exchange.method,
		path: redaction.text(exchange.path),
		query: redaction.query(exchange.query),
		headers: redaction.headers(exchange.requestHeaders),
		body: describeBody(exchange.requestBody, redaction),
		status: exchange.status ?? null,
		responseBody: describeBody(exchange.responseBody, redaction),
		startedAt: exchange.startedAtMs,
		durationMs: exchange.durationMs,
		fault: exchange.fault,
	};
}

/** Redacting a body costs as much as answering a request, and most entries are never read. */
function onceRead(make: () => LoggedRequest): () => LoggedRequest {
	let made: LoggedRequest | undefined;
	return () => (made ??= make());
}

export interface RequestLog {
	add(exchange: SandboxExchange): void;
	/** Oldest first. `since` is an id: only later entries. */
	list(filter?: { readonly platform?: string; readonly since?: number }): LoggedRequest[];
	clear(): void;
}

export function createRequestLog(redaction: Redaction): RequestLog {
	let entries: Array<{ readonly id: number; readonly logged: () => LoggedRequest; readonly bytes: number }> = [];
	let totalBytes = 0;
	let lastId = 0;
	const dropOldest = (): void => {
		// In one go and a tenth at a time: `shift` on each request would copy the list each time.
		const dropped = entries.splice(0, Math.ceil(entries.length / 10));
		for (const entry of dropped) totalBytes -= entry.bytes;
	};
	return {
		add(exchange) {
			const keptBytes = (body: Buffer): number => (body.length > maximumBodyBytes ? 0 : body.length);
			const bytes = keptBytes(exchange.requestBody) + keptBytes(exchange.responseBody);
			const id = ++lastId;
			entries.push({ id, bytes, logged: onceRead(() => loggedRequest(id, exchange, redaction)) });
			totalBytes += bytes;
			while (entries.length > maximumEntries || (totalBytes > maximumTotalBytes && entries.length > 1)) {
				dropOldest();
			}
		},
		list: ({ platform, since = 0 } = {}) =>
			entries
				.filter(({ id }) => id > since)
				.map(({ logged }) => logged())
				.filter((logged) => platform === undefined || logged.platform === platform),
		clear() {
			entries = [];
			totalBytes = 0;
		},
	};
}
