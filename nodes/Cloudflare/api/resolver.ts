import { isRecord, listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import { parseJson } from '../../deployment/values/json';
import { ConfigurationError, OperationFailure } from '../../shared/operation/errors';
import type { ResolvedAnswer } from './types';

/** What a public resolver answers for a name and type; empty where there is no such name. */
export type Resolver = (name: string, type: string) => Promise<readonly ResolvedAnswer[]>;

const cloudflares = 'https://cloudflare-dns.com/dns-query';

/** @throws ConfigurationError when what the credential holds is no address. */
export function resolverUrlIn(entered: unknown): string {
	const text = typeof entered === 'string' && entered.trim() !== '' ? entered.trim() : cloudflares;
	if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
	throw new ConfigurationError(
		`The resolver URL of the Cloudflare credential is not an address: ${text}`,
		`Give one such as ${cloudflares}, or leave it empty`,
	);
}

/**
 * The answers in a resolver's JSON.
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 *
 * @throws OperationFailure when it is none.
 */
export function answersIn(body: unknown): ResolvedAnswer[] {
	const parsed = typeof body === 'string' ? parseJson(body) : ({ ok: true, value: body } as const);
	const status = parsed.ok ? numberAt(parsed.value, 'Status') : null;
	if (!parsed.ok || !isRecord(parsed.value) || status === null || ![0, 3].includes(status)) {
		throw new OperationFailure(
			`The resolver gave no DNS answer${status === null ? '' : ` (status ${status})`}`,
			'Check the resolver URL of the Cloudflare credential: it must answer DNS over HTTPS as JSON',
		);
	}
	return listAt(parsed.value, 'Answer').flatMap((answer) => {
		const data = textAt(answer, 'data');
		const type = numberAt(answer, 'type');
		return data === null || type === null ? [] : [{ data, type, TTL: numberAt(answer, 'TTL') ?? 0 }];
	});
}
