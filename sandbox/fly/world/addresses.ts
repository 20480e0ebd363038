import { createHash } from 'node:crypto';

import type { App } from '../model';
import { isoTime } from '../present/present';
import { flyError, notFound, notSimulated } from '../errors';
import type { FlyWorld } from './world';

export const addressTypes = ['v4', 'v6', 'shared_v4', 'private_v6'] as const;
export type AddressType = (typeof addressTypes)[number];

/** An address at which an app is reached. */
export interface IpAddress {
	readonly id: string;
	readonly ip: string;
	readonly type: AddressType;
	/** `global` for one that is announced everywhere. */
	readonly region: string;
	readonly serviceName: string;
	readonly createdAtMs: number;
}

/**
 * Gives the app one more address; the shared one it has once. Raises 422 for a type that Fly does not have, 501 for
 * egress addresses, which no machine here would use.
 */
export function assignAddress(
	world: FlyWorld,
	app: App,
	wanted: { readonly type: string; readonly region?: string | undefined; readonly serviceName?: string | undefined },
): IpAddress {
	if (wanted.type.startsWith('egress')) throw notSimulated('egress addresses');
	const type = addressTypes.find((known) => known === wanted.type);
	if (!type) throw flyError(422, `invalid address type "${wanted.type}"`);
	const shared = app.addresses.find((address) => address.type === 'shared_v4');
	if (type === 'shared_v4' && shared) return shared;
	app.addressesMade += 1;
	const digest = createHash('sha256').update(`${app.name} ${app.addressesMade}`).digest();
	const address: IpAddress = {
		id: `ip_${digest.toString('hex').slice(0, 18)}`,
		ip: writeAddress(type, digest),
		type,
		region: wanted.region || 'global',
		serviceName: wanted.serviceName ?? '',
		createdAtMs: world.now(),
	};
	app.addresses.push(address);
	return address;
}

/** As `fly launch` leaves an app with a public service. */
export function assignPublicAddresses(world: FlyWorld, app: App): void {
	assignAddress(world, app, { type: 'shared_v4' });
	assignAddress(world, app, { type: 'v6' });
}

/** Raises 404 for an address that is not the app's. */
export function releaseAddress(app: App, isMeant: (address: IpAddress) => boolean): void {
	const index = app.addresses.findIndex(isMeant);
	if (index < 0) throw notFound('ip address not found');
	app.addresses.splice(index, 1);
}

export function presentAddress(address: IpAddress): Record<string, unknown> {
	return {
		ip: address.ip,
		region: address.region,
		service_name: address.serviceName,
		shared: address.type === 'shared_v4',
		created_at: isoTime(address.createdAtMs),
	};
}

function writeAddress(type: AddressType, digest: Buffer): string {
	const [first = 0, second = 0] = digest;
	const group = (at: number): string => digest.readUInt16BE(at).toString(16);
	switch (type) {
		case 'v4':
			return `137.66.${first}.${second}`;
		case 'shared_v4':
			return `66.241.${first}.${second}`;
		case 'v6':
			return `2a09:8280:1::${group(2)}:${group(4)}:0`;
		case 'private_v6':
			return `fdaa:0:18:0:1::${group(2)}`;
	}
}
