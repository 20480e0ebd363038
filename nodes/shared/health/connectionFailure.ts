const connectionFailures: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its host name is not known (DNS)',
	EAI_AGAIN: 'its host name could not be looked up (DNS)',
	ECONNREFUSED: 'refused the connection',
	ECONNRESET: 'cut the connection',
	EHOSTUNREACH: 'its host cannot be reached',
	ENETUNREACH: 'its network cannot be reached',
	ETIMEDOUT: 'did not accept the connection in time',
	ECONNABORTED: 'did not answer in time',
};

/** Why no answer came, in words for a person. */
export function connectionFailure(error: unknown, method: string): string {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	const words = error instanceof Error ? error.message : String(error);
	const known = Object.hasOwn(connectionFailures, code) ? connectionFailures[code] : undefined;
	if (known !== undefined) return `${known}${code.startsWith('E') ? ` [${code}]` : ''}`;
	if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(code)) return `TLS failed: ${words} [${code}]`;
	return `gave no answer to ${method}: ${words}${code === '' ? '' : ` [${code}]`}`;
}
