/** Sandbox time: what every life cycle is measured in. */
export interface SandboxClock {
	/** Milliseconds since the epoch, in sandbox time. */
	now(): number;
	/** Runs `callback` once `delayMs` of sandbox time have passed. Returns a function that cancels it. */
	after(delayMs: number, callback: () => void): () => void;
	/** Drops every pending callback. */
	clear(): void;
}

/** Node runs a timer above this at once instead of late. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Wall time, sped up: with `timeScale` 60 a minute of a platform's life passes in a second.
 * `timeScale` Infinity makes every life cycle instant (a due callback runs on the next tick).
 */
export function createScaledClock(timeScale: number): SandboxClock {
	if (!(timeScale > 0)) throw new RangeError(`timeScale must be above 0, not ${timeScale}`);
	const startedAtMs = Date.now();
	const timers = new Set<NodeJS.Timeout>();
	return {
		now: () => (timeScale === Infinity ? Date.now() : startedAtMs + (Date.now() - startedAtMs) * timeScale),
		after(delayMs, callback) {
			let timer: NodeJS.Timeout;
			const start = (leftMs: number): void => {
				const stepMs = Math.min(leftMs, longestTimerMs);
				timer = setTimeout(() => {
					timers.delete(timer);
					if (leftMs > stepMs) start(leftMs - stepMs);
					else callback();
				}, stepMs);
				timer.unref();
				timers.add(timer);
			};
			start(timeScale === Infinity ? 0 : Math.max(0, delayMs / timeScale));
			return () => {
				clearTimeout(timer);
				timers.delete(timer);
			};
		},
		clear() {
			for (const timer of timers) clearTimeout(timer);
			timers.clear();
		},
	};
}

/** A clock that only moves when told to: `advance` runs what is due, in order. */
export interface ManualClock extends SandboxClock {
	advance(deltaMs: number): void;
}

/** For tests: hand the same instance to the sandbox and, wrapped, to the code under test. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
	let nowMs = startMs;
	let sequence = 0;
	let pending: Array<{ atMs: number; order: number; callback: () => void }> = [];
	return {
		now: () => nowMs,
		after(delayMs, callback) {
			const entry = { atMs: nowMs + Math.max(0, delayMs), order: sequence++, callback };
			pending.push(entry);
			return () => {
				pending = pending.filter((other) => other !== entry);
			};
		},
		clear() {
			pending = [];
		},
		advance(deltaMs) {
			const untilMs = nowMs + deltaMs;
			for (;;) {
				const next = pending
					.filter((entry) => entry.atMs <= untilMs)
					.sort((left, right) => left.atMs - right.atMs || left.order - right.order)[0];
				if (!next) break;
				pending = pending.filter((entry) => entry !== next);
				nowMs = Math.max(nowMs, next.atMs);
				next.callback();
			}
			nowMs = untilMs;
		},
	};
}
