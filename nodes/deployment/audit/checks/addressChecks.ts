import { type AuditFinding, findingsOf } from '../auditFinding';
import { type AddressSight, foreignOrigin, type AnswerSight } from '../addressSight';
import { headerFindings } from './headerChecks';

/** All that one public address tells: TLS, headers, CORS, and whether it limits how often it may be asked. */
export function addressFindings(subject: string, sight: AddressSight): AuditFinding[] {
	const isEncrypted = sight.url.startsWith('https:');
	return [
		...encryptionFindings(subject, sight, isEncrypted),
		...answeredFindings(subject, sight, isEncrypted),
		...rateLimitFindings(subject, sight),
	];
}

function encryptionFindings(subject: string, sight: AddressSight, isEncrypted: boolean): AuditFinding[] {
	const make = findingsOf('tls', subject);
	if (!isEncrypted) {
		return [
			sight.isPrivate
				? make.unknown('encrypted', 'It is in a private network, and asked without TLS there')
				: make.failed(
						'encrypted',
						'Its address in the catalog is http: what it says can be read and changed on the way',
						'Serve it with TLS, and write its https address into the catalog',
						{ isSevere: true },
					),
		];
	}
	if (sight.isTlsFailure) {
		return [
			make.failed('encrypted', `TLS failed: ${sight.failure}`, 'Renew or mend its certificate', { isSevere: true }),
		];
	}
	if (sight.answer === null) return [make.unknown('encrypted', `It did not answer: ${sight.failure}`)];
	return [
		make.passed('encrypted', 'It answers with TLS, by a certificate that is valid today'),
		...plain(subject, sight),
	];
}

function plain(subject: string, sight: AddressSight): AuditFinding[] {
	const make = findingsOf('tls', subject);
	if (!sight.isPlainAsked) return [];
	if (sight.plain === null) {
		// Without an answer nothing can be read on the way; a time-out may be a passing one.
		return [make.passed('redirect', `It does not answer without TLS: ${sight.plainFailure}`)];
	}
	const { status, leadsToTls } = sight.plain;
	if (leadsToTls) return [make.passed('redirect', `Without TLS it answers ${status} and leads to https`)];
	if (status >= 400) return [make.passed('redirect', `Without TLS it answers ${status}`)];
	return [
		make.failed('redirect', `Without TLS it answers ${status}, and does not lead to https`, 'Redirect http to https'),
	];
}

function answeredFindings(subject: string, sight: AddressSight, isEncrypted: boolean): AuditFinding[] {
	const reason = reasonNotToJudge(sight);
	if (sight.answer === null || reason !== '') {
		return (['headers', 'cors'] as const).map((line) => findingsOf(line, subject).unknown('answer', reason));
	}
	return [...headerFindings(subject, sight.answer, isEncrypted), corsFinding(subject, sight.answer)];
}

/** What an ill service or another site sends says nothing of this one. */
function reasonNotToJudge({ answer, failure }: AddressSight): string {
	if (answer === null) return `It did not answer: ${failure}`;
	if (answer.otherHost !== '') return `It leads to another host, ${answer.otherHost}, which was not asked`;
	if (answer.status >= 500) return `It answered ${answer.status}: that is its fault's page, not its own`;
	if (answer.status >= 300 && answer.status < 400)
		return `It answered ${answer.status}, and led nowhere that could be read`;
	return '';
}

/**
 * Whom it lets read its answers, by what it answered a foreign origin. https://fetch.spec.whatwg.org/#cors-check
 */
export function corsFinding(subject: string, { headers }: AnswerSight): AuditFinding {
	const make = findingsOf('cors', subject);
	const origin = (headers['access-control-allow-origin'] ?? '').trim();
	const advice = 'List the origins that may read it, and answer no other one';
	if (origin.includes(',')) {
		return make.failed(
			'origin',
			`Access-Control-Allow-Origin came with several values ("${origin}"), which browsers refuse`,
			'Let one place send it: the service, or what stands before it',
		);
	}
	if (headers['access-control-allow-credentials']?.trim() === 'true') {
		const withCookies = whoComesWithCookies[origin];
		if (withCookies !== undefined) return make.failed('origin', withCookies.what, advice, withCookies);
	}
	return origin === '*' || origin === foreignOrigin
		? make.passed('origin', 'Every site may read its answers, without cookies')
		: make.passed('origin', 'It lets a foreign origin read nothing');
}

/** With "Access-Control-Allow-Credentials: true". */
const whoComesWithCookies: Readonly<Record<string, { readonly what: string; readonly isSevere: boolean }>> = {
	[foreignOrigin]: {
		what: "Any site may read its answers with the visitor's cookies: it repeated a foreign origin",
		isSevere: true,
	},
	null: {
		what: 'It lets in the origin "null" with cookies, which any site has in a sandboxed frame',
		isSevere: true,
	},
	'*': {
		what: 'It sends "Access-Control-Allow-Origin: *" together with credentials, which browsers refuse',
		isSevere: false,
	},
};

function rateLimitFindings(subject: string, sight: AddressSight): AuditFinding[] {
	const make = findingsOf('rateLimits', subject);
	const { asked, limitedAt, limitHeaders, stopped, tookMs } = sight.burst;
	if (limitedAt !== null) return [make.passed('limit', `Request ${limitedAt} in a row was answered 429`)];
	if (limitHeaders.length > 0) return [make.passed('limit', `It tells its limit by ${limitHeaders.join(', ')}`)];
	if (asked === 0) return [make.unknown('limit', `It was not asked: ${stopped || sight.failure}`)];
	const seconds = Math.max(0.1, tookMs / 1000).toFixed(1);
	return [
		make.unknown(
			'limit',
			`${asked} requests in ${seconds} s met no 429 and no header that tells of a limit${stopped === '' ? '' : `; it was stopped: ${stopped}`}. A higher limit may be there: more was not asked, on purpose`,
			'Send RateLimit headers, or look at the limit where it is set (Cloudflare, the gateway, the service)',
		),
	];
}
