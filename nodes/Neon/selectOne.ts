import type { IExecuteFunctions } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import { scrub } from '../shared/redaction';
import { settled } from '../shared/settled';

/** A suspended compute starts first. */
const requestTimeoutMs = 20_000;

export type Reply = { readonly answers: true } | { readonly answers: false; readonly reason: string };

/**
 * Whether a database answers `SELECT 1`, asked the way Neon's serverless driver asks: SQL over
 * HTTPS at the compute's own host (https://neon.com/docs/serverless/serverless-driver). That host
 * gets the connection URI, and nobody else; Neon's API key is not part of the request.
 *
 * `sqlAddress` replaces that address, for a proxy; null for Neon itself.
 */
export async function selectOne(
	functions: IExecuteFunctions,
	uri: string,
	sqlAddress: string | null,
): Promise<Reply> {
	const url = new URL(uri);
	const secrets = [uri, url.password, decodeURIComponent(url.password)];
	const asked = await settled<unknown>(
		functions.helpers.httpRequest({
			method: 'POST',
			url: sqlAddress ?? `https://${url.hostname}/sql`,
			headers: { Accept: 'application/json', 'Neon-Connection-String': uri },
			body: { query: 'SELECT 1 AS answer', params: [] },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: requestTimeoutMs,
		}),
	);
	if (!asked.ok) {
		// An error of the HTTP client carries the whole request: only its words go on.
		const words = asked.error instanceof Error ? asked.error.message : String(asked.error);
		return { answers: false, reason: scrub(words, secrets) };
	}
	const { status, body } = answerOf(asked.value);
	if (status === 200 && firstValue(body) === '1') return { answers: true };
	const words = textIn(body, 'message') || 'without the row that was asked for';
	return { answers: false, reason: scrub(`${status}: ${words}`, secrets) };
}

/** The address of a proxy in the credential, if any. @throws OperationFailure for one that would show passwords on the way. */
export function sqlAddressIn(configured: unknown, baseUrl: string): string | null {
	const text = typeof configured === 'string' ? configured.trim() : '';
	if (text === '') return null;
	const protocol = URL.canParse(text) ? new URL(text).protocol : '';
	// Over plain HTTP only where the API itself is.
	if (protocol === 'https:' || (protocol === 'http:' && baseUrl.startsWith('http:'))) return text;
	throw new OperationFailure(
		'The SQL URL of the Neon credential is not an https address',
		'Leave it empty for Neon itself; it is meant for a local stand-in of Neon',
	);
}

function answerOf(value: unknown): { readonly status: number; readonly body: unknown } {
	if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
		return { status: 0, body: null };
	}
	return { status: Number(value.statusCode), body: 'body' in value ? value.body : null };
}

function firstValue(body: unknown): string {
	const rows: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'rows') : null;
	const row: unknown = Array.isArray(rows) ? rows[0] : null;
	return typeof row === 'object' && row !== null ? String(Object.values(row)[0]) : '';
}

function textIn(body: unknown, name: string): string {
	const value: unknown =
		typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
	return typeof value === 'string' ? value : '';
}
