import { sleep } from 'n8n-workflow';

import { createScaledClock } from '../../../sandbox/kernel/clock';
import type { EngineClock } from './idleClock';

/** Time as it passes, for what is measured: nodes wait as long as in n8n, platforms live so many times as fast. */
export function createRealClock(timeScale: number): EngineClock {
	const after = (delayMs: number, callback: () => void): (() => void) => {
		const timer = setTimeout(callback, delayMs);
		return () => clearTimeout(timer);
	};
	return {
		nodes: {
			now: () => Date.now(),
			sleep: async (durationMs, wakeUp) =>
				await new Promise((resolve) => {
					const cancel = after(durationMs, end);
					function end(): void {
						cancel();
						wakeUp?.removeEventListener('abort', end);
						resolve();
					}
					if (wakeUp?.aborted) end();
					else wakeUp?.addEventListener('abort', end, { once: true });
				}),
			random: () => Math.random(),
		},
		sandbox: createScaledClock(timeScale),
		pass: async (durationMs) => await sleep(durationMs),
		after,
		stop() {},
	};
}
