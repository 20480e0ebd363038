import type { IpAddress } from '../../world/addresses';
import type { Certificate } from '../../world/certificates';
import { challengeOf, missingRecords } from '../../world/certificates';
import type { App } from '../../model';
import { isoTime } from '../../present/present';
import type { FlyWorld } from '../../world/world';
import { organizationFields } from './accountFields';
import type { Arguments } from './connection';
import { connection } from './connection';

export function addressFields(world: FlyWorld, app: App, address: IpAddress): Record<string, unknown> {
	const isPrivate = address.type === 'private_v6';
	return {
		id: address.id,
		address: address.ip,
		type: address.type,
		region: address.region,
		serviceName: address.serviceName === '' ? null : address.serviceName,
		createdAt: isoTime(address.createdAtMs),
		network: isPrivate
			? { id: app.network, name: app.network, organization: () => organizationFields(world, app.organization) }
			: null,
	};
}

/** A certificate as GraphQL has it; its clients show `clientStatus` as it is. */
export function certificateFields(app: App, certificate: Certificate): Record<string, unknown> {
	const { hostname } = certificate;
	const challenge = challengeOf(app, certificate);
	return {
		id: certificate.id,
		hostname,
		createdAt: isoTime(certificate.createdAtMs),
		clientStatus: 'Awaiting configuration',
		configured: false,
		acmeDnsConfigured: false,
		acmeAlpnConfigured: false,
		certificateAuthority: certificate.acmeRequested ? 'lets_encrypt' : null,
		dnsProvider: null,
		dnsValidationHostname: challenge.name,
		dnsValidationTarget: challenge.target,
		dnsValidationInstructions: `CNAME ${challenge.name} => ${challenge.target}`,
		isApex: hostname.split('.').length === 2,
		isWildcard: hostname.startsWith('*.'),
		source: 'fly',
		issued: (given: Arguments) =>
			connection(
				[],
				given,
				() => ({}),
				() => '',
			),
		validationErrors: [
			{
				errorCode: missingRecords.code,
				message: missingRecords.message,
				remediation: missingRecords.remediation,
				timestamp: isoTime(certificate.checkedAtMs),
			},
		],
	};
}

/** No DNS is asked, so nothing is found. */
export const noRecords = {
	aRecords: [],
	aaaaRecords: [],
	cnameRecords: [],
	resolvedAddresses: [],
	soa: null,
	dnsProvider: null,
	dnsVerificationRecord: null,
};
