import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { type HeldLock, holdLock } from '../api/redis/heldLocks';
import { releaseLock } from '../api/redis/locks';
import type { RedisClient } from '../api/redis/redisClient';
import type { OwnedTurn } from '../api/redis/turns';
import type { WorkEnd } from '../state/workEnd';
import { Heartbeat } from './heartbeat';
import { type HeldLockRequest, type HeldLockResult, takeHeldLock } from './takeHeldLock';

/** The lock under which something runs. */
export interface WorkLock extends Omit<HeldLockRequest, 'holder' | 'cancelSignal'> {
	/** Whether to run without it when Upstash cannot be reached. */
	readonly goesOnWithout: boolean;
	/** Whether it does not run after another had the lock, since what was decided before may not hold any more. */
	readonly comesBackAfterWaiting: boolean;
}

export interface Work<Value> {
	/** Undefined for what needs none. */
	readonly lock: WorkLock | undefined;
	/** Whether it changes nothing: then it may begin before it is known whether the turn is lost. */
	readonly onlyLooks?: boolean;
	/** Told the fencing token of its lock; undefined where it runs without one. */
	readonly run: (lockToken: number | undefined) => Promise<Value>;
}

export interface WorkOptions {
	readonly client: RedisClient;
	/** Renewed as long as something runs; once it is another's, nothing more begins. */
	readonly turn: OwnedTurn | undefined;
	readonly startAtMost: number;
	/** Names this run among the runs of an owner. */
	readonly holder: string;
	readonly cancelSignal: AbortSignal | undefined;
}

class NoAnswerInTime extends OperationFailure {}

/** Nobody waits longer than this for Upstash where it can be done without. */
const patienceWithUpstashMs = 10_000;

/**
 * Does all of it side by side, each piece under its lock, and at most so many at once; two pieces with the same lock
 * one after the other. While something runs, one heartbeat renews all locks and the turn, and heeds a person who asks
 * to stop. A lock is freed when its work ends, also when the execution is cancelled. Never throws for one piece.
 */
export async function workWhileHeld<Value>(
	works: ReadonlyArray<Work<Value>>,
	options: WorkOptions,
): Promise<Array<WorkEnd<Value>>> {
	const heartbeat = new Heartbeat(options.client, options.turn);
	const lastByLock = new Map<string, Promise<unknown>>();
	await heartbeat.start({ beginsWithABeat: works.some(({ onlyLooks }) => onlyLooks !== true) });
	try {
		return await mapConcurrently(works, options.startAtMost, async (work) => {
			const name = work.lock?.name;
			if (name === undefined) return await workOne(work, heartbeat, options);
			const mine = (lastByLock.get(name) ?? Promise.resolve()).then(
				async () => await workOne(work, heartbeat, options),
			);
			lastByLock.set(name, mine);
			return await mine;
		});
	} finally {
		heartbeat.stop();
	}
}

/** Why nothing may begin any more; undefined while it may. */
function obstacle(heartbeat: Heartbeat, { cancelSignal }: WorkOptions): 'turnLost' | 'cancelled' | undefined {
	if (cancelSignal?.aborted) return 'cancelled';
	return heartbeat.isTurnLost ? 'turnLost' : undefined;
}

async function workOne<Value>(work: Work<Value>, heartbeat: Heartbeat, options: WorkOptions): Promise<WorkEnd<Value>> {
	const { lock } = work;
	const before = obstacle(heartbeat, options);
	if (before) return { state: before };
	if (lock === undefined) return await runOne(work, undefined, options, []);
	const taken = await takeLock(lock, options);
	if (!taken.ok) {
		if (options.cancelSignal?.aborted) return { state: 'cancelled' };
		if (!lock.goesOnWithout) return { state: 'unreachable', error: taken.error };
		return await runOne(work, undefined, options, [
			`It ran without the lock "${lock.name}", since Upstash could not be reached: ${messageOf(taken.error)}`,
		]);
	}
	if (!taken.value.isHeld) return { state: 'lockBusy', ...taken.value };
	const { waitedFor, waitedMs } = taken.value;
	if (lock.comesBackAfterWaiting && waitedFor !== null) {
		// It frees itself where that fails.
		await answerInTime(attempt(releaseLock(options.client, lock, options.holder)));
		return { state: 'hadToWait', holder: waitedFor, waitedMs };
	}
	return await runHeld(work, lock, taken.value, heartbeat, options);
}

async function takeLock(lock: WorkLock, options: WorkOptions): Promise<Attempt<HeldLockResult>> {
	const { client, holder, cancelSignal } = options;
	if (lock.goesOnWithout) {
		const reached = await reachUpstash(client, { ...lock, holder });
		if (!reached.ok) return reached;
	}
	return await attempt(takeHeldLock(client, { ...lock, holder, cancelSignal }));
}

/** One try for the lock, for who waits no longer than that; what a late answer has taken is freed. */
async function reachUpstash(client: RedisClient, lock: HeldLock & WorkLock): Promise<Attempt<unknown>> {
	const answer = attempt(holdLock(client, { ...lock, overruledToken: '' }));
	const inTime = await answerInTime(answer);
	if (!inTime.ok && inTime.error instanceof NoAnswerInTime) {
		void answer.then(async (late) => late.ok && (await attempt(releaseLock(client, lock, lock.holder))));
	}
	return inTime;
}

/** What Upstash answers, or that it did not answer in time. */
async function answerInTime<Value>(answer: Promise<Attempt<Value>>): Promise<Attempt<Value>> {
	const answered = new AbortController();
	const late = clock.sleep(patienceWithUpstashMs, answered.signal).then((): Attempt<Value> => {
		const words = `it did not answer within ${patienceWithUpstashMs / 1000} s`;
		return { ok: false, error: new NoAnswerInTime(words, '') };
	});
	return await Promise.race([answer, late]).finally(() => answered.abort());
}

async function runHeld<Value>(
	work: Work<Value>,
	lock: WorkLock,
	{ token, waitedMs }: { readonly token: string; readonly waitedMs: number },
	heartbeat: Heartbeat,
	options: WorkOptions,
): Promise<WorkEnd<Value>> {
	const warnings: string[] = [];
	let stop: (by: string) => void = () => undefined;
	const stopped = new Promise<WorkEnd<Value>>((resolve) => {
		stop = (by) => resolve({ state: 'stoppedByPerson', by });
	});
	heartbeat.add({
		...lock,
		holder: options.holder,
		token,
		onStop: stop,
		onWarning: (warning) => {
			if (!warnings.includes(warning)) warnings.push(warning);
		},
	});
	const late = obstacle(heartbeat, options);
	const end = late ? { state: late } : await Promise.race([runOne(work, Number(token), options, warnings), stopped]);
	heartbeat.remove(lock.name);
	const freed = await answerInTime(attempt(releaseLock(options.client, lock, options.holder)));
	if (end.state !== 'ended') return end;
	if (!freed.ok)
		warnings.push(`The lock "${lock.name}" could not be freed, and frees itself: ${messageOf(freed.error)}`);
	return { ...end, lock: { name: lock.name, token: Number(token), waitedMs }, warnings };
}

/** The work's own end, or the cancellation: what was started goes on, as n8n stops no sub-workflow. */
async function runOne<Value>(
	{ run }: Work<Value>,
	lockToken: number | undefined,
	{ cancelSignal }: WorkOptions,
	warnings: readonly string[],
): Promise<WorkEnd<Value>> {
	let stopListening: () => void = () => undefined;
	const cancelled = new Promise<WorkEnd<Value>>((resolve) => {
		const onAbort = (): void => resolve({ state: 'cancelled' });
		cancelSignal?.addEventListener('abort', onAbort);
		stopListening = () => cancelSignal?.removeEventListener('abort', onAbort);
	});
	const ended = attempt(run(lockToken)).then((result): WorkEnd<Value> => ({
		state: 'ended',
		result,
		lock: null,
		warnings,
	}));
	try {
		return await Promise.race([ended, cancelled]);
	} finally {
		stopListening();
	}
}
