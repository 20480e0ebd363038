import type { IExecuteFunctions } from 'n8n-workflow';

import { listAt, numberAt, textAt, valueAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import { redactShort } from '../shared/http/redaction';
import { attempt } from '../shared/waiting/attempt';

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
	const asked = await attempt<unknown>(
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
		return { answers: false, reason: redactShort(words, secrets) };
	}
	const status = numberAt(asked.value, 'statusCode') ?? 0;
	const row = listAt(asked.value, 'body', 'rows')[0];
	// The driver's rows have their values as text.
	if (status === 200 && String(valueAt(row, 'answer')) === '1') return { answers: true };
	const words = textAt(asked.value, 'body', 'message') ?? 'without the row that was asked for';
	return { answers: false, reason: redactShort(`${status}: ${words}`, secrets) };
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
