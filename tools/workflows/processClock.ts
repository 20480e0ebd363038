import { setTimeout as delay } from 'node:timers/promises';

/** Wall time, for what a node gets from n8n. */
export const processClock = {
	now: (): number => Date.now(),
	sleep: async (durationMs: number): Promise<void> => {
		await delay(durationMs);
	},
};
