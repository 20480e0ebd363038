const mask = '***';

const secretHeader = /authorization|cookie|token|secret|api-?key|signature|password|credential|connection-string/i;
const secretField =
	/^(.*[_-])?(token|secret|password|passphrase|routing_key|integration_key|api_?key|private_?key|client_?secret|credential)s?$/i;

export interface Redaction {
	headers(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string>;
	query(query: URLSearchParams): Record<string, string | string[]>;
	/** JSON with secret fields and known secret values redacted. */
	json(value: unknown): unknown;
	text(text: string): string;
}

/** The shape of a secret field stays visible, as in `{"values": {"DATABASE_URL": "***"}}`. */
function redactLeaves(value: unknown): unknown {
	if (typeof value === 'string' || typeof value === 'number') return mask;
	if (Array.isArray(value)) return value.map(redactLeaves);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactLeaves(inner)]));
}

/**
 * What the request log hides: credential headers, JSON fields and query parameters named like secrets, and the
 * seed world's tokens wherever they are written.
 */
export function createRedaction(secrets: readonly string[], secretFields: readonly string[]): Redaction {
	const named = new Set(secretFields.map((name) => name.toLowerCase()));
	const isSecretField = (name: string): boolean => secretField.test(name) || named.has(name.toLowerCase());
	const text = (value: string): string =>
		secrets.reduce((redacted, secret) => redacted.replaceAll(secret, mask), value);
	const json = (value: unknown): unknown => {
		if (typeof value === 'string') return text(value);
		if (Array.isArray(value)) return value.map(json);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [name, isSecretField(name) ? redactLeaves(inner) : json(inner)]),
		);
	};
	return {
		text,
		json,
		headers(headers) {
			const redacted: Record<string, string> = {};
			for (const [name, value] of Object.entries(headers)) {
				if (value === undefined) continue;
				const joined = typeof value === 'string' ? value : value.join(', ');
				redacted[name] = secretHeader.test(name) ? mask : text(joined);
			}
			return redacted;
		},
		query(query) {
			const redacted: Record<string, string | string[]> = {};
			for (const name of new Set(query.keys())) {
				const values = query.getAll(name).map((value) => (isSecretField(name) ? mask : text(value)));
				redacted[name] = values.length === 1 ? (values[0] ?? '') : values;
			}
			return redacted;
		},
	};
}
