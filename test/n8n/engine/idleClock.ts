import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Clock } from '../../../nodes/shared/waiting/clock';
import type { SandboxClock } from '../../../sandbox/kernel/clock';
import { isRecord } from '../../../tools/json';

/** The time that nodes and platforms live in. */
export interface EngineClock {
	readonly nodes: Clock;
	readonly sandbox: SandboxClock;
	/** Waits, in that time. */
	pass(durationMs: number): Promise<void>;
	/** Calls that after so long; returns what takes it back. */
	after(delayMs: number, callback: () => void): () => void;
	/** Stops jumping; what is pending never comes due. */
	stop(): void;
}

interface Timer {
	readonly atMs: number;
	readonly order: number;
	readonly run: () => void;
	readonly isOfSandbox: boolean;
}

/** Turns of the event loop without any request or timer, after which nobody does anything. */
const IDLE_TURNS = 4;
/** A request that hangs for so long, such as one that is never answered, stops nobody else. */
const HANGING_MS = 300;
/** One to Neon may start a Postgres, and so may an app, which migrates or reads: seconds that no jump makes shorter. */
const HANGING_AT_POSTGRES_MS = 20_000;
const STARTS_POSTGRES = /^\/(?:neon\/|_sandbox\/neon\/|sql|fly\/.*-pr-\d|apps\/.*\/tables)/;

/** What Node tells of requests by `http`, and of those by `fetch`, which the tests make themselves. */
const REQUEST_STARTS = ['http.client.request.start', 'undici:request:create'];
const FETCH_ENDS = ['undici:request:trailers', 'undici:request:error'];

interface SeenRequest {
	readonly path: string;
	once?(event: 'close', listener: () => void): unknown;
}

const requestIn = (message: unknown): SeenRequest | undefined =>
	isRecord(message) && isRequest(message.request) ? message.request : undefined;
const isRequest = (value: unknown): value is SeenRequest =>
	typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string';

/**
 * One time for all, which jumps to the next thing that is due whenever nobody does anything: a wait of
 * thirty minutes costs a few milliseconds, and a request takes no more time than it takes.
 */
export function createIdleClock(): EngineClock {
	let skippedMs = 0;
	let order = 0;
	let timers: Timer[] = [];
	/** Until when each request under way is waited for, in the machine's own time. */
	const inFlight = new Map<SeenRequest, number>();
	let idleTurns = 0;
	let isStopped = false;

	const now = (): number => Date.now() + skippedMs;
	const ended = (request: SeenRequest): void => {
		inFlight.delete(request);
		idleTurns = 0;
	};
	const onRequest = (message: unknown): void => {
		const request = requestIn(message);
		if (request === undefined) return;
		inFlight.set(request, Date.now() + (STARTS_POSTGRES.test(request.path) ? HANGING_AT_POSTGRES_MS : HANGING_MS));
		idleTurns = 0;
		request.once?.('close', () => ended(request));
	};
	const onEnd = (message: unknown): void => {
		const request = requestIn(message);
		if (request !== undefined) ended(request);
	};
	for (const name of REQUEST_STARTS) subscribe(name, onRequest);
	for (const name of FETCH_ENDS) subscribe(name, onEnd);

	const add = (delayMs: number, run: () => void, isOfSandbox: boolean): Timer => {
		const timer = { atMs: now() + Math.max(0, delayMs), order: order++, run, isOfSandbox };
		timers.push(timer);
		return timer;
	};
	const remove = (timer: Timer): void => {
		timers = timers.filter((other) => other !== timer);
	};
	const turn = (): void => {
		if (isStopped) return;
		idleTurns += 1;
		const isBusy = [...inFlight.values()].some((untilMs) => Date.now() < untilMs);
		const [next] = timers.toSorted((left, right) => left.atMs - right.atMs || left.order - right.order);
		if (next && (next.atMs <= now() || (!isBusy && idleTurns >= IDLE_TURNS))) {
			remove(next);
			skippedMs += Math.max(0, next.atMs - now());
			idleTurns = 0;
			next.run();
		}
		schedule();
	};
	// A timer, then a check: both queues of the event loop had their turn.
	const schedule = (): void => {
		setTimeout(() => setImmediate(turn), 0).unref();
	};
	schedule();

	const pass = async (durationMs: number): Promise<void> =>
		await new Promise((resolve) => void add(durationMs, resolve, false));
	const sleep = async (durationMs: number, wakeUp?: AbortSignal): Promise<void> =>
		await new Promise((resolve) => {
			if (wakeUp?.aborted) return resolve();
			// Else the time would jump to what nobody waits for any more.
			const wake = (): void => {
				remove(timer);
				resolve();
			};
			const timer = add(
				durationMs,
				() => {
					wakeUp?.removeEventListener('abort', wake);
					resolve();
				},
				false,
			);
			wakeUp?.addEventListener('abort', wake, { once: true });
		});
	return {
		nodes: { now, sleep, random: () => 0.5 },
		sandbox: {
			now,
			after(delayMs, callback) {
				const timer = add(delayMs, callback, true);
				return () => remove(timer);
			},
			clear() {
				timers = timers.filter(({ isOfSandbox }) => !isOfSandbox);
			},
		},
		pass,
		after(delayMs, callback) {
			const timer = add(delayMs, callback, false);
			return () => remove(timer);
		},
		stop() {
			isStopped = true;
			for (const name of REQUEST_STARTS) unsubscribe(name, onRequest);
			for (const name of FETCH_ENDS) unsubscribe(name, onEnd);
		},
	};
}
