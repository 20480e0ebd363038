import { replaceClock } from '../../nodes/shared/waiting/clock';
import { createManualClock, type ManualClock } from '../../sandbox/kernel/clock';

/**
 * One clock for nodes and sandbox, which moves only when a node sleeps or a test says so. Give it to
 * the sandbox; the nodes' own is put in place before each test and taken away after it.
 */
export function useManualClock(): ManualClock {
	const clock = createManualClock();
	let restore: (() => void) | undefined;
	beforeEach(() => {
		restore = replaceClock({
			now: () => clock.now(),
			// Between two steps, so that what a step sets off (a webhook, say) gets its turn.
			async sleep(durationMs) {
				clock.advance(durationMs);
				await new Promise((resolve) => setImmediate(resolve));
			},
			random: () => 0.5,
		});
	});
	afterEach(() => restore?.());
	return clock;
}
