import type { IDataObject } from 'n8n-workflow';

import { listAt, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { redactShort } from '../../shared/http/redaction';
import { ConfigurationError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { Reply } from './types';

/** A suspended compute starts first. */
const requestTimeoutMs = 20_000;

/** Sends SQL over HTTPS. */
export interface SqlClient {
	/** Of a proxy, in place of the compute's own host; null for Neon itself. */
	readonly address: string | null;
	readonly send: (request: SqlRequest) => Promise<unknown>;
}

export interface SqlRequest {
	readonly method: 'POST';
	readonly url: string;
	readonly headers: { readonly Accept: string; readonly 'Neon-Connection-String': string };
	readonly body: IDataObject;
	readonly json: true;
	readonly returnFullResponse: true;
	readonly ignoreHttpStatusErrors: true;
	readonly timeout: number;
}

/**
 * Whether a database answers `SELECT 1`, asked the way Neon's serverless driver asks: SQL over HTTPS at
 * the compute's own host (https://neon.com/docs/serverless/serverless-driver). That host gets the
 * connection URI, and nobody else.
 */
export async function selectOne({ address, send }: SqlClient, uri: string): Promise<Reply> {
	const url = new URL(uri);
	const secrets = [uri, url.password, decodeURIComponent(url.password)];
	const asked = await attempt(
		send({
			method: 'POST',
			url: address ?? `https://${url.hostname}/sql`,
			headers: { Accept: 'application/json', 'Neon-Connection-String': uri },
			body: { query: 'SELECT 1 AS answer', params: [] },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: requestTimeoutMs,
		}),
	);
	if (!asked.ok) {
		// An error of the HTTP client carries the whole request: only its words go on.
		const words = asked.error instanceof Error ? asked.error.message : String(asked.error);
		return { ok: false, reason: redactShort(words, secrets) };
	}
	const status = numberAt(asked.value, 'statusCode') ?? 0;
	const row = listAt(asked.value, 'body', 'rows')[0];
	// The driver's rows have their values as strings.
	if (status === 200 && String(valueAt(row, 'answer')) === '1') return { ok: true };
	const words = textAt(asked.value, 'body', 'message') ?? 'without the row';
	return { ok: false, reason: redactShort(`${status}: ${words}`, secrets) };
}

/** The address of a proxy in the credential, if any. @throws ConfigurationError for one that would show passwords on the way. */
export function sqlAddressIn(configured: unknown, baseUrl: string): string | null {
	const address = typeof configured === 'string' ? configured.trim() : '';
	if (address === '') return null;
	const protocol = URL.canParse(address) ? new URL(address).protocol : '';
	// Over plain HTTP only where the API itself is.
	if (protocol === 'https:' || (protocol === 'http:' && baseUrl.startsWith('http:'))) return address;
	throw new ConfigurationError(
		'The SQL URL of the Neon credential is not an https address',
		'Leave it empty, except for a local stand-in of Neon',
	);
}
