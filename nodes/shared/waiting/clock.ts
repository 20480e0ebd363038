import { sleep as sleepForReal } from 'n8n-workflow';

/** Time and chance, for everything that waits. Injected, so that tests never sleep. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	sleep(durationMs: number): Promise<void>;
	/** Uniform in [0, 1). */
	random(): number;
}

const systemClock: Clock = {
	now: () => Date.now(),
	sleep: async (durationMs) => await sleepForReal(durationMs),
	random: () => Math.random(),
};

let current: Clock = systemClock;

/** The clock of every node in this process. */
export const clock: Clock = {
	now: () => current.now(),
	sleep: async (durationMs) => await current.sleep(durationMs),
	random: () => current.random(),
};

/** Puts another clock in place, for tests. Returns a function that puts the system's back. */
export function replaceClock(replacement: Clock): () => void {
	current = replacement;
	return () => {
		current = systemClock;
	};
}
