import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { messageOf } from '../../shared/operation/errors';
import { beat, holdLock, type HoldRequest, type LockBeat } from '../api/redis/heldLocks';
import type { RedisClient } from '../api/redis/redisClient';
import type { OwnedTurn } from '../api/redis/turns';
import { textIn } from '../state/scriptAnswer';

/** A lock that beats with the rest while its work runs. */
export interface BeatingLock extends Omit<HoldRequest, 'overruledToken'> {
	readonly token: string;
	/** Called when a person asks its holder to stop, or has taken it over already. */
	readonly onStop: (by: string) => void;
	/** Called with what whoever reads the result must know. */
	readonly onWarning: (warning: string) => void;
}

/** How often it is looked whether a person asks to stop. */
const lookIntervalMs = 5_000;
/** How often turn and locks are renewed. */
const renewalIntervalMs = 15_000;

/** One sign of life for everything that a run holds, while it holds it. */
export class Heartbeat {
	private readonly locks = new Map<string, BeatingLock>();

	private renewedAtMs = clock.now();

	private isTurnLostSeen = false;

	private readonly end = new AbortController();

	constructor(
		private readonly client: RedisClient,
		private readonly turn: OwnedTurn | undefined,
	) {}

	/** Whether another run has the turn by now: nothing more is to be begun. */
	get isTurnLost(): boolean {
		return this.isTurnLostSeen;
	}

	/** Beats once, so that a turn that is lost is known before anything begins that changes something, and then until `stop`. */
	async start({ beginsWithABeat }: { readonly beginsWithABeat: boolean }): Promise<void> {
		if (this.turn !== undefined && beginsWithABeat) await this.beatOnce(true);
		void this.keepBeating();
	}

	/** A beat that is under way is not waited for: it renews nothing that is freed by then. */
	stop(): void {
		this.end.abort();
	}

	add(lock: BeatingLock): void {
		this.locks.set(lock.name, lock);
	}

	remove(name: string): void {
		this.locks.delete(name);
	}

	private async keepBeating(): Promise<void> {
		const { signal } = this.end;
		for (;;) {
			await clock.sleep(lookIntervalMs, signal);
			if (signal.aborted) return;
			await this.beatOnce(clock.now() - this.renewedAtMs >= renewalIntervalMs - lookIntervalMs / 2);
		}
	}

	private async beatOnce(renews: boolean): Promise<void> {
		const locks = [...this.locks.values()];
		if (locks.length === 0 && this.turn === undefined) return;
		const answer = await attempt(beat(this.client, { turn: this.turn, locks, renews }));
		if (!answer.ok) {
			const words = messageOf(answer.error);
			for (const lock of locks) {
				const seconds = lock.ttlMs / 1000;
				lock.onWarning(
					`Upstash was away while it ran (${words}): after ${seconds} s without a renewal another run may have taken the lock`,
				);
			}
			return;
		}
		if (renews) this.renewedAtMs = clock.now();
		if (answer.value.isTurnLost) this.isTurnLostSeen = true;
		for (const [place, lock] of locks.entries()) {
			const seen = answer.value.locks[place];
			// What has ended meanwhile has freed its lock by itself.
			if (seen && this.locks.get(lock.name) === lock) await this.heed(lock, seen);
		}
	}

	private async heed(lock: BeatingLock, { outcome, stopAskedBy }: LockBeat): Promise<void> {
		if (stopAskedBy !== '') lock.onStop(stopAskedBy);
		else if (outcome === 'free') await this.holdAgain(lock);
		else if (outcome === 'heldByOther') lock.onWarning('The lock ran out, and another run has taken it');
		else if (outcome === 'takenUp') lock.onWarning('Another run of the same owner has taken up its lock');
	}

	/** A lock whose TTL ran out while Upstash was away, and that nobody has taken. */
	private async holdAgain(lock: BeatingLock): Promise<void> {
		lock.onWarning('The lock ran out for a while, so that what ran then was not protected');
		const again = await attempt(holdLock(this.client, { ...lock, overruledToken: '' }));
		if (again.ok && textIn(again.value, 'outcome') === 'acquired') {
			this.add({ ...lock, token: textIn(again.value, 'token') });
		}
	}
}
