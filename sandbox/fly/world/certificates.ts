import { createHash } from 'node:crypto';

import type { App } from '../model';
import { cnameTarget, isoTime } from '../present/present';
import { flyError, notFound } from '../errors';
import type { FlyWorld } from './world';

/** A host name of one's own for an app. Its DNS is nobody's here, so Fly's certificate for it waits for its records. */
export interface Certificate {
	readonly id: string;
	readonly hostname: string;
	readonly createdAtMs: number;
	checkedAtMs: number;
	/** False after `DELETE .../acme`. */
	acmeRequested: boolean;
	/** When Fly's certificate ends; undefined until it was issued, which a control route does. */
	endsAtMs: number | undefined;
}

/** Raises 422 for a name that is none or that the app has already. */
export function addCertificate(world: FlyWorld, app: App, hostname: string): Certificate {
	if (!/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(hostname)) {
		throw flyError(422, `Validation failed: Hostname "${hostname}" is invalid`);
	}
	const name = hostname.toLowerCase();
	if (app.certificates.has(name)) throw flyError(422, 'Validation failed: Hostname already exists on app');
	const certificate: Certificate = {
		id: `cert_${createHash('sha256').update(`${app.name} ${name}`).digest('hex').slice(0, 16)}`,
		hostname: name,
		createdAtMs: world.now(),
		checkedAtMs: world.now(),
		acmeRequested: true,
		endsAtMs: undefined,
	};
	app.certificates.set(name, certificate);
	return certificate;
}

/** Raises 404. */
export function certificateOf(app: App, hostname: string): Certificate {
	const certificate = app.certificates.get(hostname.toLowerCase());
	if (!certificate) throw notFound('certificate not found');
	return certificate;
}

/** Raises 404. */
export function removeCertificate(app: App, hostname: string): Certificate {
	const certificate = certificateOf(app, hostname);
	app.certificates.delete(certificate.hostname);
	return certificate;
}

/** What its owner has to add to the DNS. */
export function challengeOf(app: App, { hostname }: Certificate): { readonly name: string; readonly target: string } {
	const bare = hostname.replace(/^\*\./, '');
	const word = createHash('sha256').update(app.name).digest('hex').slice(0, 7);
	return { name: `_acme-challenge.${bare}`, target: `${bare}.${word}.flydns.net` };
}

export const missingRecords = {
	code: 'DNS_NOT_CONFIGURED',
	message: 'The sandbox asks no DNS: no records of this host name point at the app',
	remediation: 'Nothing to do here; with Fly itself, add the records of dns_requirements',
} as const;

const configuredAs = (configured: boolean) => ({
	configured,
	acme_alpn_configured: configured,
	acme_dns_configured: configured,
	acme_http_configured: configured,
	ownership_txt_configured: false,
});

/** Fly's own word for how it stands. */
const statusOf = ({ endsAtMs }: Certificate): string => (endsAtMs === undefined ? 'pending_validation' : 'active');

export function summarizeCertificate(certificate: Certificate): Record<string, unknown> {
	return {
		hostname: certificate.hostname,
		...configuredAs(certificate.endsAtMs !== undefined),
		acme_requested: certificate.acmeRequested,
		status: statusOf(certificate),
		has_custom_certificate: false,
		has_fly_certificate: certificate.endsAtMs !== undefined,
		created_at: isoTime(certificate.createdAtMs),
		updated_at: isoTime(certificate.checkedAtMs),
	};
}

export function presentCertificate(app: App, certificate: Certificate): Record<string, unknown> {
	const ofVersion = (...types: string[]): string[] =>
		app.addresses.filter(({ type }) => types.includes(type)).map(({ ip }) => ip);
	return {
		hostname: certificate.hostname,
		configured: certificate.endsAtMs !== undefined,
		acme_requested: certificate.acmeRequested,
		status: statusOf(certificate),
		certificates: certificate.acmeRequested ? [issuedOf(certificate)] : [],
		dns_requirements: {
			a: ofVersion('v4', 'shared_v4'),
			aaaa: ofVersion('v6'),
			cname: cnameTarget(app),
			acme_challenge: challengeOf(app, certificate),
		},
		validation: {
			alpn_configured: false,
			dns_configured: false,
			http_configured: false,
			ownership_txt_configured: false,
		},
		validation_errors:
			certificate.endsAtMs === undefined ? [{ ...missingRecords, timestamp: isoTime(certificate.checkedAtMs) }] : [],
	};
}

function issuedOf(certificate: Certificate): Record<string, unknown> {
	const { endsAtMs, createdAtMs } = certificate;
	const common = { source: 'fly', status: statusOf(certificate), created_at: isoTime(createdAtMs) };
	if (endsAtMs === undefined) return { ...common, issued: [] };
	const expires_at = isoTime(endsAtMs);
	const issued = ['rsa', 'ecdsa'].map((type) => ({ type, expires_at, certificate_authority: 'lets_encrypt' }));
	return { ...common, issuer: "Let's Encrypt", expires_at, issued };
}
