import { replaceClock } from '../../nodes/shared/clock';
import { OperationFailure } from '../../nodes/shared/errors';
import { pollUntil, timedOut } from '../../nodes/shared/pollUntil';

let nowMs: number;
let restoreClock: () => void;
beforeEach(() => {
	nowMs = 0;
	restoreClock = replaceClock({
		now: () => nowMs,
		sleep: async (durationMs) => {
			nowMs += durationMs;
		},
		random: () => 0,
	});
});
afterEach(() => restoreClock());

const judgeAt = (goodAtMs: number, badAtMs = Infinity) => (seenAtMs: number) =>
	({
		phase: seenAtMs >= badAtMs ? 'bad' : seenAtMs >= goodAtMs ? 'good' : 'pending',
		seen: `at ${seenAtMs}`,
	}) as const;

const wait = (judge: ReturnType<typeof judgeAt>, timeoutMs: number, cancelSignal?: AbortSignal) =>
	pollUntil({ what: 'the thing', timeoutMs, read: async () => nowMs, judge, cancelSignal });

it('ends at the first good look, soon after it became good', async () => {
	const result = await wait(judgeAt(30_000), 600_000);
	expect(result.outcome).toBe('good');
	expect(nowMs - 30_000).toBeLessThanOrEqual(3_000);
});

it('ends at once on what is finally bad', async () => {
	const result = await wait(judgeAt(60_000, 5_000), 600_000);
	expect(result.outcome).toBe('bad');
	expect(nowMs).toBeLessThan(7_000);
});

it('looks once more at the deadline, and tells the last state seen when it runs out', async () => {
	expect((await wait(judgeAt(10_000), 10_000)).outcome).toBe('good');
	nowMs = 0;
	const result = await wait(judgeAt(10_001), 10_000);
	expect(result).toMatchObject({ outcome: 'timeout', seen: 'at 10000', waitedMs: 10_000 });
	expect(timedOut('the thing', 10_000, 'at 10000').message).toBe(
		'the thing was not done after 10 s, last seen: at 10000',
	);
});

it('stops when the person stops the execution', async () => {
	const controller = new AbortController();
	controller.abort();
	await expect(wait(judgeAt(Infinity), 600_000, controller.signal)).rejects.toThrow(OperationFailure);
});
