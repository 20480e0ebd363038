import { type AuditFinding, findingsOf } from '../auditFinding';

/** A certificate, as its platform tells. */
export interface CertificateSight {
	readonly name: string;
	/** ISO 8601; empty where it is not told. */
	readonly expiresAt: string;
	/** The platform's own word for how it stands; empty where it has none. */
	readonly state: string;
}

const dayMs = 86_400_000;

/** By then somebody has to have renewed it by hand. */
const severeDays = 8;

/** Let's Encrypt's are renewed 30 days before their end: with less than this left, that does not work any more. */
const lateDays = 21;

/** How long a certificate lasts. */
export function certificateFinding(subject: string, certificate: CertificateSight, nowMs: number): AuditFinding {
	const make = findingsOf('tls', subject);
	const { name, expiresAt, state } = certificate;
	const check = `certificate ${name}`;
	const endMs = Date.parse(expiresAt);
	if (Number.isNaN(endMs)) {
		return make.unknown(
			check,
			`Its platform does not tell until when the certificate of ${name} lasts${state === '' ? '' : ` (${state})`}`,
		);
	}
	const days = Math.floor((endMs - nowMs) / dayMs);
	const day = new Date(endMs).toISOString().slice(0, 10);
	const advice = `Renew the certificate of ${name}: see that its DNS records still point at the platform, and look at the platform's page of the domain`;
	if (endMs <= nowMs) {
		return make.failed(check, `The certificate of ${name} ended on ${day}`, advice, { isSevere: true });
	}
	const what = `The certificate of ${name} ends on ${day}, in ${days} ${days === 1 ? 'day' : 'days'}`;
	if (days < severeDays) return make.failed(check, what, advice, { isSevere: true });
	return days < lateDays
		? make.failed(check, `${what}, and was not renewed as it should have been`, advice)
		: make.passed(check, what);
}
