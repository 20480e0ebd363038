import { type AddressSight, type AnswerSight, foreignOrigin } from '../../../../nodes/deployment/audit/addressSight';
import type { AuditFinding, AuditLine } from '../../../../nodes/deployment/audit/auditFinding';
import { addressFindings } from '../../../../nodes/deployment/audit/checks/addressChecks';

const wholeHeaders = {
	'content-type': 'text/html; charset=utf-8',
	'strict-transport-security': 'max-age=31536000; includeSubDomains',
	'x-content-type-options': 'nosniff',
	'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
	'referrer-policy': 'strict-origin-when-cross-origin',
};

const answered = (headers: Record<string, string | undefined> = {}, more: Partial<AnswerSight> = {}): AnswerSight => ({
	status: 200,
	headers: Object.fromEntries(
		Object.entries({ ...wholeHeaders, ...headers }).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		),
	),
	otherHost: '',
	leadsToTls: false,
	...more,
});

const quiet = { asked: 12, tookMs: 1_500, limitedAt: null, limitHeaders: [], stopped: '' } as const;

const seen = (more: Partial<AddressSight> = {}): AddressSight => ({
	url: 'https://paintbox.candlefish.ai/',
	isPrivate: false,
	answer: answered(),
	failure: '',
	isTlsFailure: false,
	plain: answered({}, { status: 301, leadsToTls: true }),
	isPlainAsked: true,
	plainFailure: '',
	burst: quiet,
	...more,
});

const of = (line: AuditLine, sight: AddressSight): AuditFinding[] =>
	addressFindings('the site', sight).filter((finding) => finding.line === line);
const verdicts = (line: AuditLine, sight: AddressSight): string[] =>
	of(line, sight).map(({ check, verdict, isSevere }) => `${check} ${verdict}${isSevere ? ' severe' : ''}`);

it('finds nothing wrong with a page that has all of it, and does not know its limit', () => {
	const found = addressFindings('the site', seen());
	expect(found.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
	expect(found.filter(({ verdict }) => verdict === 'unknown')).toMatchObject([{ line: 'rateLimits' }]);
});

describe('TLS', () => {
	it.each<[string, Partial<AddressSight>, string[]]>([
		['an address without it', { url: 'http://paintbox.candlefish.ai/' }, ['encrypted failed severe']],
		['one of a private network', { url: 'http://10.0.0.4/', isPrivate: true }, ['encrypted unknown']],
		[
			'a certificate that does not hold',
			{ answer: null, isTlsFailure: true, failure: 'TLS failed: certificate has expired [CERT_HAS_EXPIRED]' },
			['encrypted failed severe'],
		],
		['no answer at all', { answer: null, failure: 'refused the connection' }, ['encrypted unknown']],
		[
			'nothing without TLS',
			{ plain: null, plainFailure: 'refused the connection' },
			['encrypted passed', 'redirect passed'],
		],
		['the same without TLS', { plain: answered() }, ['encrypted passed', 'redirect failed']],
		[
			'a redirect to another address without TLS',
			{ plain: answered({}, { status: 302, otherHost: 'www.example.com' }) },
			['encrypted passed', 'redirect failed'],
		],
		['a refusal without TLS', { plain: answered({}, { status: 403 }) }, ['encrypted passed', 'redirect passed']],
		['a port of its own', { isPlainAsked: false, plain: null }, ['encrypted passed']],
	])('%s', (_what, more, expected) => {
		expect(verdicts('tls', seen(more))).toEqual(expected);
	});
});

describe('security headers', () => {
	it.each<[string, Record<string, string | undefined>, string[]]>([
		['HSTS missing', { 'strict-transport-security': undefined }, ['strict-transport-security']],
		['HSTS of a day', { 'strict-transport-security': 'max-age=86400' }, ['strict-transport-security']],
		['HSTS switched off', { 'strict-transport-security': 'max-age=0' }, ['strict-transport-security']],
		['HSTS without max-age', { 'strict-transport-security': 'includeSubDomains' }, ['strict-transport-security']],
		['HSTS twice, the first good', { 'strict-transport-security': 'max-age=31536000, max-age=0' }, []],
		[
			'HSTS twice, the first bad',
			{ 'strict-transport-security': 'max-age=0, max-age=31536000' },
			['strict-transport-security'],
		],
		['HSTS in quotes', { 'strict-transport-security': 'max-age="31536000"' }, []],
		['nosniff missing', { 'x-content-type-options': undefined }, ['x-content-type-options']],
		['nosniff twice', { 'x-content-type-options': 'nosniff, nosniff' }, []],
		['nosniff misspelled', { 'x-content-type-options': 'no-sniff' }, ['x-content-type-options']],
		['no policy', { 'content-security-policy': undefined, 'x-frame-options': 'DENY' }, ['content-security-policy']],
		[
			'a policy that only reports',
			{
				'content-security-policy': undefined,
				'content-security-policy-report-only': "default-src 'self'",
				'x-frame-options': 'DENY',
			},
			['content-security-policy'],
		],
		[
			'a policy about frames alone',
			{ 'content-security-policy': "frame-ancestors 'none'" },
			['content-security-policy'],
		],
		['any script', { 'content-security-policy': "script-src * ; frame-ancestors 'none'" }, ['content-security-policy']],
		[
			'scripts in the page',
			{ 'content-security-policy': "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'" },
			['content-security-policy'],
		],
		[
			'scripts with a nonce',
			{ 'content-security-policy': "script-src 'nonce-abc' 'unsafe-inline'; frame-ancestors 'none'" },
			[],
		],
		[
			'two policies, one strict',
			{ 'content-security-policy': "script-src *, default-src 'self'; frame-ancestors 'none'" },
			[],
		],
		['frames from anywhere', { 'content-security-policy': "default-src 'self'" }, ['framing']],
		[
			'frames from any https site',
			{ 'content-security-policy': "default-src 'self'; frame-ancestors https:" },
			['framing'],
		],
		['X-Frame-Options alone', { 'content-security-policy': "default-src 'self'", 'x-frame-options': 'SAMEORIGIN' }, []],
		[
			'X-Frame-Options twice the same',
			{ 'content-security-policy': "default-src 'self'", 'x-frame-options': 'DENY, deny' },
			[],
		],
		[
			'X-Frame-Options twice',
			{ 'content-security-policy': "default-src 'self'", 'x-frame-options': 'DENY, SAMEORIGIN' },
			['framing'],
		],
		[
			'X-Frame-Options of old',
			{ 'content-security-policy': "default-src 'self'", 'x-frame-options': 'ALLOW-FROM https://x' },
			['framing'],
		],
		['referrer missing', { 'referrer-policy': undefined }, ['referrer-policy']],
		['referrer whole', { 'referrer-policy': 'no-referrer, unsafe-url' }, ['referrer-policy']],
	])('%s', (_what, headers, failed) => {
		const found = of('headers', seen({ answer: answered(headers) }));
		expect(found.filter(({ verdict }) => verdict === 'failed').map(({ check }) => check)).toEqual(failed);
		expect(found.filter(({ isSevere }) => isSevere)).toEqual([]);
		found.filter(({ verdict }) => verdict === 'failed').forEach(({ advice }) => expect(advice).toMatch(/^Send /));
	});

	it('asks of data only what concerns data, and nothing of HSTS without TLS', () => {
		const data = answered({ 'content-type': 'application/json' });
		expect(of('headers', seen({ answer: data })).map(({ check }) => check)).toEqual([
			'strict-transport-security',
			'x-content-type-options',
		]);
		expect(of('headers', seen({ url: 'http://10.0.0.4/', answer: data })).map(({ check }) => check)).toEqual([
			'x-content-type-options',
		]);
	});

	it.each<[string, Partial<AddressSight>, string]>([
		['a 503', { answer: answered({}, { status: 503 }) }, 'It answered 503'],
		['another host', { answer: answered({}, { status: 302, otherHost: 'login.example.com' }) }, 'login.example.com'],
		['a redirect to nowhere', { answer: answered({}, { status: 302 }) }, 'led nowhere'],
		['silence', { answer: null, failure: 'refused the connection' }, 'refused the connection'],
	])('says of %s that it could not be checked', (_what, more, words) => {
		for (const line of ['headers', 'cors'] as const) {
			expect(of(line, seen(more))).toMatchObject([{ verdict: 'unknown', what: expect.stringContaining(words) }]);
		}
	});
});

describe('CORS', () => {
	it.each<[string, string | undefined, string | undefined, string]>([
		['none', undefined, undefined, 'origin passed'],
		['its own site', 'https://paintbox.candlefish.ai', 'true', 'origin passed'],
		['everybody, without cookies', '*', undefined, 'origin passed'],
		['the foreign origin repeated, without cookies', foreignOrigin, undefined, 'origin passed'],
		['the foreign origin repeated, with cookies', foreignOrigin, 'true', 'origin failed severe'],
		['null with cookies', 'null', 'true', 'origin failed severe'],
		['* with credentials', '*', 'true', 'origin failed'],
		['two values', '*, https://paintbox.candlefish.ai', undefined, 'origin failed'],
		['"True", which is no true', foreignOrigin, 'True', 'origin passed'],
	])('%s', (_what, origin, credentials, expected) => {
		const headers = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': credentials };
		expect(verdicts('cors', seen({ answer: answered(headers) }))).toEqual([expected]);
	});
});

describe('rate limits', () => {
	it.each<[string, Partial<AddressSight['burst']>, string, string]>([
		['a 429', { asked: 7, limitedAt: 7 }, 'passed', 'Request 7 in a row was answered 429'],
		['headers that tell', { limitHeaders: ['ratelimit-limit'] }, 'passed', 'ratelimit-limit'],
		['429 never seen', {}, 'unknown', '12 requests in 1.5 s met no 429'],
		[
			'a fault on the way',
			{ asked: 3, stopped: 'request 3 was answered 503' },
			'unknown',
			'request 3 was answered 503',
		],
		['not asked', { asked: 0, stopped: 'it leads to www.example.com' }, 'unknown', 'it leads to www.example.com'],
	])('%s', (_what, burst, verdict, words) => {
		expect(of('rateLimits', seen({ burst: { ...quiet, ...burst } }))).toMatchObject([
			{ verdict, what: expect.stringContaining(words) },
		]);
	});
});
