import { sleep as sleepForReal } from 'n8n-workflow';

/** Time and chance, for everything that waits. Injected, so that tests never sleep. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Until then, or until `wakeUp` is aborted. */
	sleep(durationMs: number, wakeUp?: AbortSignal): Promise<void>;
	/** Uniform in [0, 1). */
	random(): number;
}

const systemClock: Clock = {
	now: () => Date.now(),
	sleep: async (durationMs, wakeUp) =>
		await Promise.race([sleepForReal(durationMs), ...(wakeUp ? [aborted(wakeUp)] : [])]),
	random: () => Math.random(),
};

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

let current: Clock = systemClock;

/** The clock of every node in this process. */
export const clock: Clock = {
	now: () => current.now(),
	sleep: async (durationMs, wakeUp) => await current.sleep(durationMs, wakeUp),
	random: () => current.random(),
};

/** Puts another clock in place, for tests. Returns a function that puts the system's back. */
export function replaceClock(replacement: Clock): () => void {
	current = replacement;
	return () => {
		current = systemClock;
	};
}
