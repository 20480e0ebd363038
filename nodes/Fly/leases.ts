import { textAt } from '../deployment/jsonFields';
import { clock } from '../shared/clock';
import { path } from '../shared/path';
import { settled } from '../shared/settled';
import type { Fly } from './transport';

/** As Fly's own client has it: short, so that a run which dies blocks nobody for long. */
export const leaseTtlSeconds = 13;
const refreshAfterMs = 4_000;
const nonceHeader = 'fly-machine-lease-nonce';

interface Held {
	nonce: string;
	refreshedAtMs: number;
}

export type LeaseAnswer =
	| { readonly ok: true; readonly nonce: string; /** The machine's version under the lease. */ readonly version: string | null }
	/** Fly's words, which name the holder. */
	| { readonly ok: false; readonly reason: string };

/** The leases that this run holds: while it does, nobody else can change those machines. */
export class Leases {
	private readonly held = new Map<string, Held>();

	constructor(
		private readonly fly: Fly,
		private readonly app: string,
	) {}

	nonceOf(machineId: string): string | null {
		return this.held.get(machineId)?.nonce ?? null;
	}

	/** @throws PlatformRequestError for any failure but that somebody else holds it. */
	async acquire(machineId: string): Promise<LeaseAnswer> {
		const { status, body } = await this.send(machineId, this.nonceOf(machineId));
		const nonce = textAt(body, 'data', 'nonce') ?? textAt(body, 'nonce');
		if (status >= 300 || nonce === null) {
			this.held.delete(machineId);
			return { ok: false, reason: textAt(body, 'error') ?? `Fly.io answered ${status}` };
		}
		this.held.set(machineId, { nonce, refreshedAtMs: clock.now() });
		return { ok: true, nonce, version: textAt(body, 'data', 'version') ?? textAt(body, 'version') };
	}

	/** Prolongs what is due. Returns the machines whose lease was lost to somebody else, with Fly's words. */
	async refresh(): Promise<Map<string, string>> {
		const lost = new Map<string, string>();
		const due = [...this.held].filter(
			([, { refreshedAtMs }]) => clock.now() - refreshedAtMs >= refreshAfterMs,
		);
		await Promise.all(
			due.map(async ([machineId]) => {
				let answer = await settled(this.acquire(machineId));
				// One that ran out is asked for anew: acquire has forgotten its nonce.
				if (answer.ok && !answer.value.ok) answer = await settled(this.acquire(machineId));
				// No answer: the next look tries again, well before the lease runs out.
				if (answer.ok && !answer.value.ok) lost.set(machineId, answer.value.reason);
			}),
		);
		return lost;
	}

	/** Gives one back; one that ran out by itself is fine. */
	async release(machineId: string): Promise<void> {
		const nonce = this.nonceOf(machineId);
		if (nonce === null) return;
		this.held.delete(machineId);
		await this.fly.request({
			action: 'release lease',
			identifier: machineId,
			method: 'DELETE',
			path: path`/v1/apps/${this.app}/machines/${machineId}/lease`,
			headers: { [nonceHeader]: nonce },
			acceptStatuses: [400, 404, 409],
		});
	}

	/** Gives all back. Returns a sentence for each that Fly did not take: it runs out by itself. */
	async releaseAll(): Promise<string[]> {
		const results = await Promise.all(
			[...this.held.keys()].map(async (machineId) => ({
				machineId,
				released: await settled(this.release(machineId)),
			})),
		);
		return results.flatMap(({ machineId, released }) =>
			released.ok ? [] : [`The lease of machine ${machineId} was not given back and runs out in ${leaseTtlSeconds} s`],
		);
	}

	/** Waits, and keeps what is held. Returns what was lost meanwhile. */
	async holdFor(durationMs: number): Promise<Map<string, string>> {
		const lost = new Map<string, string>();
		const endAtMs = clock.now() + durationMs;
		while (clock.now() < endAtMs) {
			await clock.sleep(Math.min(refreshAfterMs, endAtMs - clock.now()));
			for (const [machineId, reason] of await this.refresh()) lost.set(machineId, reason);
		}
		return lost;
	}

	private async send(machineId: string, nonce: string | null) {
		return await this.fly.request({
			action: 'acquire lease',
			identifier: machineId,
			method: 'POST',
			path: path`/v1/apps/${this.app}/machines/${machineId}/lease`,
			...(nonce !== null && { headers: { [nonceHeader]: nonce } }),
			body: { ttl: leaseTtlSeconds, description: 'Slipway release' },
			acceptStatuses: [404, 409],
		});
	}
}

