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
	sleep: async (durationMs, wakeUp) => {
		if (wakeUp === undefined) await sleepForReal(durationMs);
		else await sleepUntilWoken(durationMs, wakeUp);
	},
	random: () => Math.random(),
};

/** Leaves no listener behind: the signal of an execution outlives hundreds of sleeps. */
async function sleepUntilWoken(durationMs: number, wakeUp: AbortSignal): Promise<void> {
	if (wakeUp.aborted) return;
	let wake: () => void = () => undefined;
	const woken = new Promise<void>((resolve) => {
		wake = resolve;
	});
	wakeUp.addEventListener('abort', wake, { once: true });
	try {
		await Promise.race([sleepForReal(durationMs), woken]);
	} finally {
		wakeUp.removeEventListener('abort', wake);
	}
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
