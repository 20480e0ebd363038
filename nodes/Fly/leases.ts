import { textAt } from '../deployment/values/jsonFields';
import { clock } from '../shared/waiting/clock';
import { attempt } from '../shared/waiting/attempt';
import { machineCall } from './machines';
import type { Fly } from './transport';

/** As Fly's own client has it: short, so that a run which dies blocks nobody for long. */
export const leaseTtlSeconds = 13;
const refreshAfterMs = 4_000;

interface Held {
	nonce: string;
	refreshedAtMs: number;
}

export type LeaseAnswer =
	| { readonly ok: true; readonly nonce: string; /** The machine's version under the lease. */ readonly version: string | null }
	/** Fly's words, which name the holder. */
	| { readonly ok: false; readonly reason: string };

/** The leases that this run holds: while it does, nobody else can change those machines. */
export interface Leases {
	nonceOf(machineId: string): string | null;
	/** @throws PlatformRequestError for any failure but that somebody else holds it. */
	acquire(machineId: string): Promise<LeaseAnswer>;
	/** Prolongs what is due. Returns the machines whose lease was lost to somebody else, with Fly's words. */
	refresh(): Promise<Map<string, string>>;
	/** Gives one back; one that ran out by itself is fine. */
	release(machineId: string): Promise<void>;
	/** Gives all back. Returns a sentence for each that Fly did not take: it runs out by itself. */
	releaseAll(): Promise<string[]>;
	/** Waits, and keeps what is held. Returns what was lost meanwhile. */
	holdFor(durationMs: number): Promise<Map<string, string>>;
}

export function leasesOf(fly: Fly, app: string): Leases {
	const held = new Map<string, Held>();

	const nonceOf = (machineId: string): string | null => held.get(machineId)?.nonce ?? null;

	const leaseCall = (method: 'POST' | 'DELETE', machineId: string) =>
		machineCall(method, app, machineId, { below: '/lease', nonce: nonceOf(machineId) });

	const acquire = async (machineId: string): Promise<LeaseAnswer> => {
		const { status, body } = await fly.request({
			...leaseCall('POST', machineId),
			body: { ttl: leaseTtlSeconds, description: 'Slipway release' },
			acceptStatuses: [404, 409],
		});
		const nonce = textAt(body, 'data', 'nonce') ?? textAt(body, 'nonce');
		if (status >= 300 || nonce === null) {
			held.delete(machineId);
			return { ok: false, reason: textAt(body, 'error') ?? `Fly.io answered ${status}` };
		}
		held.set(machineId, { nonce, refreshedAtMs: clock.now() });
		return { ok: true, nonce, version: textAt(body, 'data', 'version') ?? textAt(body, 'version') };
	};

	const refresh = async (): Promise<Map<string, string>> => {
		const lost = new Map<string, string>();
		const due = [...held].filter(
			([, { refreshedAtMs }]) => clock.now() - refreshedAtMs >= refreshAfterMs,
		);
		await Promise.all(
			due.map(async ([machineId]) => {
				let answer = await attempt(acquire(machineId));
				// One that ran out is asked for anew: acquire has forgotten its nonce.
				if (answer.ok && !answer.value.ok) answer = await attempt(acquire(machineId));
				// No answer: the next look tries again, well before the lease runs out.
				if (answer.ok && !answer.value.ok) lost.set(machineId, answer.value.reason);
			}),
		);
		return lost;
	};

	const release = async (machineId: string): Promise<void> => {
		if (!held.has(machineId)) return;
		const call = leaseCall('DELETE', machineId);
		held.delete(machineId);
		await fly.request({ ...call, acceptStatuses: [400, 404, 409] });
	};

	return {
		nonceOf,
		acquire,
		refresh,
		release,
		async releaseAll() {
			const results = await Promise.all(
				[...held.keys()].map(async (machineId) => ({
					machineId,
					released: await attempt(release(machineId)),
				})),
			);
			return results.flatMap(({ machineId, released }) =>
				released.ok ? [] : [`The lease of machine ${machineId} was not given back and runs out in ${leaseTtlSeconds} s`],
			);
		},
		async holdFor(durationMs) {
			const lost = new Map<string, string>();
			const endAtMs = clock.now() + durationMs;
			while (clock.now() < endAtMs) {
				await clock.sleep(Math.min(refreshAfterMs, endAtMs - clock.now()));
				for (const [machineId, reason] of await refresh()) lost.set(machineId, reason);
			}
			return lost;
		},
	};
}
