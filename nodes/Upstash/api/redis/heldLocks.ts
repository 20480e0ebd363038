import type { ScriptAnswer } from '../types';
import type { OwnedLock } from './locks';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import { beatScript, holdScript, stopMemoryMs } from './scripts/heldLockScripts';
import { lockKeys, releaseKey, stopKey } from './scripts/lockScripts';
import { turnKey } from './scripts/turnScripts';
import { type OwnedTurn, turnLeaseMs } from './turns';

/** A lock that is held while something runs, and the run of its owner that holds it. */
export interface HeldLock extends OwnedLock {
	readonly holder: string;
	readonly ttlMs: number;
}

export interface HoldRequest extends HeldLock {
	/** For people who wait. */
	readonly note: string;
	/** Whether a person asks: whoever else holds it is asked to stop. */
	readonly isPerson: boolean;
	/** The token of the holder that did not stop, and is overruled; empty for none. */
	readonly overruledToken: string;
}

/** A person's roll back counts as dead after so long without a renewal, and is asked to stop like any other. */
const personSilenceMs = 40_000;

/** Tries once. Outcomes: acquired, alreadyHeld, heldByOther, stopAsked, heldByPerson. */
export async function holdLock(client: RedisClient, request: HoldRequest): Promise<ScriptAnswer> {
	const { name, owner, holder, ttlMs, note, isPerson, overruledToken } = request;
	return await runScript(
		client,
		holdScript,
		[...lockKeys(name), releaseKey(name, owner), stopKey(name)],
		[
			owner,
			String(ttlMs),
			note,
			holder,
			isPerson ? '1' : '',
			overruledToken,
			String(personSilenceMs),
			String(stopMemoryMs),
		],
	);
}

/** What one beat tells of one lock. */
export interface LockBeat {
	/** `held`, `takenUp` (by another run of its owner), `heldByOther` or `free`. */
	readonly outcome: string;
	/** Who asks its holder to stop; empty when nobody does. */
	readonly stopAskedBy: string;
}

export interface BeatAnswer {
	/** False also for a run that has no turn. */
	readonly isTurnLost: boolean;
	/** In the order of the locks. */
	readonly locks: readonly LockBeat[];
}

/** One request for everything that one run holds: with `renews` it lives on, and without it is only looked at. */
export async function beat(
	client: RedisClient,
	held: {
		readonly turn: OwnedTurn | undefined;
		readonly locks: ReadonlyArray<HeldLock & { readonly token: string }>;
		readonly renews: boolean;
	},
): Promise<BeatAnswer> {
	const { turn, locks, renews } = held;
	const answer = await runScript(
		client,
		beatScript,
		[turnKey(turn?.name ?? ''), ...locks.flatMap(({ name }) => [...lockKeys(name), stopKey(name)])],
		[
			turn?.owner ?? '',
			turn?.execution ?? '',
			String(turnLeaseMs),
			renews ? '1' : '',
			...locks.flatMap(({ owner, holder, ttlMs, token }) => [owner, holder, String(ttlMs), token]),
		],
	);
	return {
		isTurnLost: answer.turn === 'lost',
		locks: locks.map((_lock, place) => ({
			outcome: answer[`lock${place}`] ?? '',
			stopAskedBy: answer[`stop${place}`] ?? '',
		})),
	};
}
