import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { PlatformClient, PlatformRequest } from '../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { serverErrorHints } from './errorHints';

/** An answer's body, and the server's time when it gave it. */
export interface Found<Body extends object> {
	readonly body: Body;
	readonly serverMs: number;
}

/**
 * What a GET answers; null where there is no such thing. A namespace, or a route, that is not there is an error:
 * it says nothing of what was asked for.
 *
 * @param part the field by which an answer is known to be one; empty where every field may be left out.
 */
export async function readFound<Body extends object>(
	client: PlatformClient,
	request: Omit<PlatformRequest, 'method' | 'acceptStatuses'>,
	nowMs: number,
	part = '',
): Promise<Found<Body> | null> {
	const { status, headers, body } = await client.request({ ...request, method: 'GET', acceptStatuses: [404] });
	const message = textAt(body, 'message') ?? '';
	const action = `GET ${request.path}`;
	if (status === 404) {
		if (/^Namespace .* is not found/.test(message) || message === '' || message === 'Not Found') {
			throw new OperationFailure(
				`Temporal answered ${action} with 404: ${message || 'no explanation given'}`,
				message.startsWith('Namespace') ? 'Check the name of the namespace' : (serverErrorHints[501] ?? ''),
			);
		}
		return null;
	}
	if (isRecord(body) && (part === '' || isRecord(valueAt(body, part))))
		return { body: asBody<Body>(body), serverMs: serverTime(headers.date, nowMs) };
	throw new PlatformRequestError(
		'Temporal',
		action,
		status,
		`the answer holds no ${part || 'JSON object'}`,
		null,
		'unreadable',
	);
}

// Every field that may be absent is optional in the vendor's types: see the client's `object`.
function asBody<Body extends object>(body: object): Body {
	return body as Body;
}

/** By the `Date` of the answer; ours where it has none. */
function serverTime(date: string | undefined, nowMs: number): number {
	const atMs = Date.parse(date ?? '');
	return Number.isNaN(atMs) ? nowMs : atMs;
}
