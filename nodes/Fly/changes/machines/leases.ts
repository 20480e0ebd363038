import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import { giveBackLease, leaseTtlSeconds, takeLease, type LeaseAnswer } from '../../api/leases';

const refreshAfterMs = 4_000;

interface HeldLease {
	readonly nonce: string;
	readonly refreshedAtMs: number;
}

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

export function leasesOf(fly: FlyClient, app: string): Leases {
	const held = new Map<string, HeldLease>();

	const nonceOf = (machineId: string): string | null => held.get(machineId)?.nonce ?? null;

	const acquire = async (machineId: string): Promise<LeaseAnswer> => {
		const answer = await takeLease(fly, app, machineId, nonceOf(machineId));
		if (answer.ok) held.set(machineId, { nonce: answer.nonce, refreshedAtMs: clock.now() });
		else held.delete(machineId);
		return answer;
	};

	const refresh = async (): Promise<Map<string, string>> => {
		const lost = new Map<string, string>();
		const due = [...held].filter(([, { refreshedAtMs }]) => clock.now() - refreshedAtMs >= refreshAfterMs);
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
		const nonce = nonceOf(machineId);
		if (nonce === null) return;
		held.delete(machineId);
		await giveBackLease(fly, app, machineId, nonce);
	};

	const releaseAll = async (): Promise<string[]> => {
		const released = await Promise.all(
			[...held.keys()].map(async (machineId) => ({ machineId, given: await attempt(release(machineId)) })),
		);
		return released.flatMap(({ machineId, given }) =>
			given.ok ? [] : [`The lease of machine ${machineId} was not given back and runs out in ${leaseTtlSeconds} s`],
		);
	};

	const holdFor = async (durationMs: number): Promise<Map<string, string>> => {
		const lost = new Map<string, string>();
		const endAtMs = clock.now() + durationMs;
		while (clock.now() < endAtMs) {
			await clock.sleep(Math.min(refreshAfterMs, endAtMs - clock.now()));
			for (const [machineId, reason] of await refresh()) lost.set(machineId, reason);
		}
		return lost;
	};

	return { nonceOf, acquire, refresh, release, releaseAll, holdFor };
}
