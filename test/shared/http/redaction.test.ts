import { redactShort, redact } from '../../../nodes/shared/http/redaction';

const secret = 'p/l+a n=t&ed"secret<4711>';

const forms: ReadonlyArray<readonly [string, string]> = [
	['as it is', secret],
	['percent-encoded', encodeURIComponent(secret)],
	['in lower-case digits', encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase())],
	['as a form field', new URLSearchParams({ key: secret }).toString()],
	['in an address', new URL(`https://user:${encodeURIComponent(secret)}@example.com/`).href],
	['within JSON', JSON.stringify({ key: secret })],
	['within JSON within JSON', JSON.stringify(JSON.stringify({ a: 'planted-plain-secret' }))],
	['in base64', Buffer.from(secret).toString('base64')],
	['in base64url', Buffer.from(secret).toString('base64url')],
	['as a Basic password', Buffer.from(`me@example.com:${secret}`).toString('base64')],
	['as a Basic user', Buffer.from(`${secret}:x`).toString('base64')],
	['in hexadecimal', Buffer.from(secret).toString('hex')],
	['in HTML', secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')],
];

it.each(forms)('leaves no secret %s', (_name, text) => {
	const clean = redactShort(`refused: ${text} end`, [secret, 'planted-plain-secret']);
	expect(clean).toContain('***');
	expect(clean).not.toContain('4711');
	expect(clean).not.toContain('planted');
	// What a reader could turn back: no run of base64 or hexadecimal digits holds more than two of its bytes.
	for (const run of clean.match(/[A-Za-z0-9+/_-]{8,}/g) ?? []) {
		for (const encoding of ['base64', 'hex'] as const) {
			const text = Buffer.from(run, encoding).toString('latin1');
			expect(text).not.toContain('secret');
			expect(text).not.toContain('a n=t');
		}
	}
});

it.each(['m', 'me', 'mes'])('finds a password behind a user of any length (%s)', (user) => {
	const clean = redactShort(Buffer.from(`${user}:planted-password`).toString('base64'), ['planted-password']);
	expect(Buffer.from(clean.replace(/\*+/g, ''), 'base64').toString('latin1')).not.toMatch(/lanted|password/);
});

it('leaves nothing of a key of several lines', () => {
	const key =
		'-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END PRIVATE KEY-----\n';
	const clean = redactShort(`no good: MIIEvQIBADANBgkqhkiG9w0BAQEFAASC BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj`, [key]);
	expect(clean).toBe('no good: *** ***');
});

it('takes the longer of two secrets first', () => {
	expect(redact('token-of-production-2', ['token-of-production', 'token-of-production-2'])).toBe('***');
});

it('leaves short secrets of a credential, and no value that was sent', () => {
	expect(redactShort('the word abc is no good', ['abc'])).toBe('the word abc is no good');
	expect(redactShort('the word abc is no good', [], ['abc'])).toBe('the word *** is no good');
});

it('cuts a long text between characters', () => {
	expect(redactShort(`${'x'.repeat(596)}\u{1F525} and more`, [])).toBe(`${'x'.repeat(596)}...`);
	expect(redactShort(`${'x'.repeat(598)}\u{1F525}`, [])).toBe(`${'x'.repeat(598)}\u{1F525}`);
});
