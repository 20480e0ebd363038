import { textAt } from '../../deployment/values/jsonFields';
import type { FlyClient } from './client';
import { machineCall } from './machines';

/** As Fly's own client has it: short, so that a run which dies blocks nobody for long. */
export const leaseTtlSeconds = 13;

export type LeaseAnswer =
	| {
			readonly ok: true;
			readonly nonce: string;
			/** The machine's version under the lease. */ readonly version: string | null;
	  }
	/** Fly's words, which name the holder. */
	| { readonly ok: false; readonly reason: string };

/** Takes a machine's lease, or prolongs the one with that nonce. @throws PlatformRequestError for any failure but that somebody else holds it. */
export async function takeLease(
	fly: FlyClient,
	app: string,
	machineId: string,
	nonce: string | null,
): Promise<LeaseAnswer> {
	const { status, body } = await fly.request({
		...machineCall('POST', app, machineId, { below: '/lease', nonce }),
		body: { ttl: leaseTtlSeconds, description: 'Slipway release' },
		acceptStatuses: [404, 409],
	});
	const taken = textAt(body, 'data', 'nonce') ?? textAt(body, 'nonce');
	if (status >= 300 || taken === null) {
		return { ok: false, reason: textAt(body, 'error') ?? `Fly.io answered ${status}` };
	}
	return { ok: true, nonce: taken, version: textAt(body, 'data', 'version') ?? textAt(body, 'version') };
}

/** Gives a lease back; one that ran out by itself is fine. */
export async function giveBackLease(
	fly: FlyClient,
	app: string,
	machineId: string,
	nonce: string | null,
): Promise<void> {
	await fly.request({
		...machineCall('DELETE', app, machineId, { below: '/lease', nonce }),
		acceptStatuses: [400, 404, 409],
	});
}
