import { defaultPollPolicy, nextPollDelayMs } from '../../../nodes/deployment/policy/pollPolicy';

/** Walks a whole wait and returns the moments at which it looks. */
function looks(totalMs: number): number[] {
	const moments = [0];
	for (let elapsedMs = 0; elapsedMs < totalMs;) {
		elapsedMs += nextPollDelayMs(defaultPollPolicy, elapsedMs, totalMs - elapsedMs);
		moments.push(elapsedMs);
	}
	return moments;
}

it('looks at the deadline itself, never past it', () => {
	expect(looks(61_300).at(-1)).toBe(61_300);
});

it('notices within a second early on and within five later, in about 140 looks for ten minutes', () => {
	const moments = looks(600_000);
	const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
	expect(Math.max(...gaps.slice(0, 10))).toBeLessThanOrEqual(1_000);
	expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
	expect(moments.length).toBeLessThan(150);
});
