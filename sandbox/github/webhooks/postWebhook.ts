import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface WebhookAnswer {
	/** `OK`, or what went wrong. */
	readonly status: string;
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
	readonly durationSeconds: number;
}

/** What GitHub records where nobody listens. */
export const notConnected: WebhookAnswer = {
	status: 'failed to connect to host',
	statusCode: 502,
	headers: {},
	body: null,
	durationSeconds: 0,
};

const MAX_KEPT_BYTES = 64 * 1024;

/**
 * Posts one delivery and waits for its whole answer, `timeoutMs` wall milliseconds at most. Never raises: a
 * failure is an answer too, 502 when nobody listens and 504 when it took too long, as GitHub records them.
 * Redirects are not followed.
 */
export async function postWebhook(
	url: string,
	headers: Readonly<Record<string, string>>,
	body: string,
	options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<WebhookAnswer> {
	const startedAtMs = performance.now();
	const elapsedSeconds = () => Math.round(performance.now() - startedAtMs) / 1000;
	const failed = (status: string, statusCode: number): WebhookAnswer => ({
		status,
		statusCode,
		headers: {},
		body: null,
		durationSeconds: elapsedSeconds(),
	});
	let target: URL;
	try {
		target = new URL(url);
	} catch {
		return failed('invalid url', 400);
	}
	const timeout = AbortSignal.timeout(options.timeoutMs);
	const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
	return await new Promise((resolve) => {
		const onFailure = () =>
			resolve(timeout.aborted ? failed('timed out', 504) : failed(notConnected.status, notConnected.statusCode));
		const outgoing = send(
			target,
			{
				method: 'POST',
				headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
				signal: AbortSignal.any([timeout, options.signal]),
				agent: false,
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				let keptBytes = 0;
				incoming.on('data', (chunk: Buffer) => {
					if (keptBytes >= MAX_KEPT_BYTES) return;
					chunks.push(chunk);
					keptBytes += chunk.length;
				});
				incoming.on('error', onFailure);
				incoming.on('end', () => {
					const statusCode = incoming.statusCode ?? 502;
					resolve({
						status: statusCode >= 200 && statusCode < 300 ? 'OK' : `Invalid HTTP Response: ${statusCode}`,
						statusCode,
						headers: Object.fromEntries(
							Object.entries(incoming.headers).map(([name, value]) => [
								name,
								Array.isArray(value) ? value.join(', ') : (value ?? ''),
							]),
						),
						body: Buffer.concat(chunks).toString('utf8').slice(0, MAX_KEPT_BYTES),
						durationSeconds: elapsedSeconds(),
					});
				});
			},
		);
		outgoing.on('error', onFailure);
		outgoing.end(body);
	});
}
