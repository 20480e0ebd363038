import { type AuditFinding, findingsOf, type FindingMaker } from '../auditFinding';
import type { AnswerSight } from '../addressSight';

/** Half a year: less is what Mozilla's Observatory marks down. */
const leastHstsSeconds = 15_552_000;

/**
 * The security headers of an answer, as a browser reads them: one that came twice reaches us as both values with a
 * comma between. What only a page needs is not asked of an answer of data.
 *
 * https://owasp.org/www-project-secure-headers
 */
export function headerFindings(subject: string, answer: AnswerSight, isEncrypted: boolean): AuditFinding[] {
	const make = findingsOf('headers', subject);
	const isPage = /\bhtml\b/i.test(answer.headers['content-type'] ?? '');
	return [
		...(isEncrypted ? [transportSecurity(make, answer)] : []),
		contentTypeOptions(make, answer),
		...(isPage ? [contentPolicy(make, answer), framing(make, answer), referrerPolicy(make, answer)] : []),
	];
}

function transportSecurity(make: FindingMaker, { headers }: AnswerSight): AuditFinding {
	const name = 'strict-transport-security';
	const value = headers[name];
	const advice = 'Send "Strict-Transport-Security: max-age=31536000; includeSubDomains"';
	if (value === undefined) return make.failed(name, 'Strict-Transport-Security is missing', advice);
	// Of several a browser takes the first (RFC 6797, 8.1).
	const seconds = Number(/max-age\s*=\s*"?(\d+)/i.exec(value.split(',')[0] ?? '')?.[1] ?? Number.NaN);
	if (Number.isNaN(seconds)) {
		return make.failed(name, `Strict-Transport-Security has no max-age: "${value}"`, advice);
	}
	const what = `Strict-Transport-Security holds for ${Math.floor(seconds / 86_400)} days`;
	return seconds < leastHstsSeconds
		? make.failed(name, `${what}, less than half a year`, advice)
		: make.passed(name, what);
}

function contentTypeOptions(make: FindingMaker, { headers }: AnswerSight): AuditFinding {
	const name = 'x-content-type-options';
	const value = headers[name];
	const advice = 'Send "X-Content-Type-Options: nosniff"';
	if (value === undefined) return make.failed(name, 'X-Content-Type-Options is missing', advice);
	// The first of several counts (fetch.spec.whatwg.org, "determine nosniff").
	return (value.split(',')[0] ?? '').trim().toLowerCase() === 'nosniff'
		? make.passed(name, 'X-Content-Type-Options is nosniff')
		: make.failed(name, `X-Content-Type-Options is "${value}", which browsers ignore`, advice);
}

function contentPolicy(make: FindingMaker, { headers }: AnswerSight): AuditFinding {
	const name = 'content-security-policy';
	const value = headers[name] ?? '';
	const advice = 'Send a Content-Security-Policy that names the sources of scripts';
	if (value.trim() === '') {
		const isTried = headers['content-security-policy-report-only'] !== undefined;
		return make.failed(
			name,
			isTried
				? 'Content-Security-Policy is sent as Report-Only: it stops nothing'
				: 'Content-Security-Policy is missing',
			advice,
		);
	}
	// Several policies hold all at once, so that one which limits scripts is enough.
	const sources = value.split(',').map((policy) => directive(policy, 'script-src') ?? directive(policy, 'default-src'));
	const limits = sources.filter((source): source is string => source !== null);
	if (limits.length === 0) return make.failed(name, 'Content-Security-Policy does not limit scripts', advice);
	return limits.some((source) => !allowsAnyScript(source))
		? make.passed(name, 'Content-Security-Policy limits the sources of scripts')
		: make.failed(name, `Content-Security-Policy lets any script run: "${limits[0]}"`, advice);
}

/** With a nonce or a hash browsers ignore 'unsafe-inline'. */
function allowsAnyScript(source: string): boolean {
	const isNarrowed = /'(?:nonce-|sha(?:256|384|512)-|strict-dynamic)/i.test(source);
	return /(?:^|\s)\*(?:\s|$)/.test(source) || (/'unsafe-inline'/i.test(source) && !isNarrowed);
}

function directive(policy: string, name: string): string | null {
	const found = policy
		.split(';')
		.map((part) => part.trim())
		.find((part) => part.toLowerCase() === name || part.toLowerCase().startsWith(`${name} `));
	return found === undefined ? null : found.slice(name.length).trim();
}

function framing(make: FindingMaker, { headers }: AnswerSight): AuditFinding {
	const name = 'framing';
	const policies = (headers['content-security-policy'] ?? '').split(',');
	const ancestors = policies.map((policy) => directive(policy, 'frame-ancestors')).find((value) => value !== null);
	if (ancestors !== undefined && ancestors !== null && !/(?:^|\s)(?:\*|https?:)(?:\s|$)/i.test(ancestors)) {
		return make.passed(name, `frame-ancestors is "${ancestors}"`);
	}
	const option = headers['x-frame-options'];
	const values = new Set((option ?? '').split(',').map((part) => part.trim().toUpperCase()));
	const advice = 'Send "Content-Security-Policy: frame-ancestors \'none\'", or the sites that may frame it';
	if (option === undefined) return make.failed(name, 'Any site may show it in a frame', advice);
	// Two that contradict each other are no protection in every browser (html.spec.whatwg.org, "X-Frame-Options").
	const [only, ...others] = values;
	if (others.length > 0) return make.failed(name, `X-Frame-Options came as "${option}": they contradict`, advice);
	return only === 'DENY' || only === 'SAMEORIGIN'
		? make.passed(name, `X-Frame-Options is ${only}`)
		: make.failed(name, `X-Frame-Options is "${option}", which browsers ignore`, advice);
}

function referrerPolicy(make: FindingMaker, { headers }: AnswerSight): AuditFinding {
	const name = 'referrer-policy';
	const value = headers[name];
	const advice = 'Send "Referrer-Policy: strict-origin-when-cross-origin"';
	if (value === undefined) return make.failed(name, 'Referrer-Policy is missing', advice);
	// The last that a browser knows counts (w3.org/TR/referrer-policy, "Parse a referrer policy").
	const last = value.split(',').map((part) => part.trim().toLowerCase());
	return last.at(-1) === 'unsafe-url'
		? make.failed(name, 'Referrer-Policy is unsafe-url: whole addresses go to other sites', advice)
		: make.passed(name, `Referrer-Policy is ${value}`);
}
