import { replaceClock } from '../../../nodes/shared/waiting/clock';
import { EndUnknown } from '../../../nodes/shared/waiting/endUnknown';
import { OperationFailure, PlatformRequestError } from '../../../nodes/shared/operation/errors';
import { LookFailure, pollUntil, timedOut } from '../../../nodes/shared/waiting/pollUntil';

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

const judgeAt =
	(goodAtMs: number, badAtMs = Infinity) =>
	(seenAtMs: number) =>
		({
			phase: seenAtMs >= badAtMs ? 'failed' : seenAtMs >= goodAtMs ? 'succeeded' : 'pending',
			seen: `at ${seenAtMs}`,
		}) as const;

const wait = (judge: ReturnType<typeof judgeAt>, timeoutMs: number, cancelSignal?: AbortSignal) =>
	pollUntil({ what: 'the thing', timeoutMs, read: async () => nowMs, assess: judge, cancelSignal });

it('ends at the first good look, soon after it became good', async () => {
	const result = await wait(judgeAt(30_000), 600_000);
	expect(result.outcome).toBe('succeeded');
	expect(nowMs - 30_000).toBeLessThanOrEqual(3_000);
});

it('ends at once on what is finally bad', async () => {
	const result = await wait(judgeAt(60_000, 5_000), 600_000);
	expect(result.outcome).toBe('failed');
	expect(nowMs).toBeLessThan(7_000);
});

it('looks once more at the deadline, and tells the last state seen when it runs out', async () => {
	expect((await wait(judgeAt(10_000), 10_000)).outcome).toBe('succeeded');
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

describe('when a look fails', () => {
	const answered = (status: number | null, kind?: 'unreadable' | 'rateLimited') =>
		new PlatformRequestError('Example', 'GET /deploys/1', status, 'in its own words', null, kind);

	/** Looks that fail as `failureAt` says for the time of the look. */
	const waitWith = (failureAt: (nowMs: number) => Error | undefined, goodAtMs = 60_000, timeoutMs = 600_000) =>
		pollUntil({
			what: 'deploy 1',
			timeoutMs,
			read: async () => {
				const failure = failureAt(nowMs);
				if (failure) throw failure;
				return nowMs;
			},
			assess: judgeAt(goodAtMs),
		});

	it.each([
		['no answer', answered(null)],
		['503', answered(503)],
		['429', answered(429)],
		['a 403 that is a rate limit', answered(403, 'rateLimited')],
		['half an answer', answered(200, 'unreadable')],
	])('looks again after %s, for as long as it takes', async (_name, failure) => {
		const result = await waitWith((now) => (now > 5_000 && now < 90_000 ? failure : undefined));
		expect(result.outcome).toBe('succeeded');
		expect(nowMs).toBeGreaterThanOrEqual(90_000);
	});

	it.each([401, 403, 404])('ends at a %i, and tells what was seen before', async (status) => {
		const failure: unknown = await waitWith((now) => (now > 5_000 ? answered(status) : undefined)).catch(
			(error: unknown) => error,
		);
		expect(failure).toBeInstanceOf(LookFailure);
		expect(failure).toMatchObject({ cause: { status }, message: expect.stringMatching(/Last seen: at \d+$/) });
		expect(nowMs).toBeLessThan(8_000);
	});

	it('passes a refusal on as it is when nothing was seen before', async () => {
		await expect(waitWith(() => answered(404))).rejects.toMatchObject({ status: 404 });
	});

	it('never says that it failed when the time runs out unseen, but what was seen and that looks failed', async () => {
		const result = await waitWith((now) => (now > 5_000 ? answered(503) : undefined), Infinity, 60_000);
		expect(result).toMatchObject({ outcome: 'timeout', waitedMs: 60_000 });
		expect('seen' in result && result.seen).toMatch(/^at \d+, and then no more: Example answered/);
		await expect(waitWith(() => answered(null), Infinity, 60_000)).rejects.toBeInstanceOf(LookFailure);
	});

	it('does not go on after an error that is none of a platform', async () => {
		const fault = new TypeError('a fault of this code');
		await expect(waitWith(() => fault)).rejects.toBe(fault);
	});

	it('makes an end that nobody saw unknown, in words that promise nothing', () => {
		const end = new EndUnknown('deploy 1', new LookFailure('deploy 1', 'building', answered(401)), 'notCancelled');
		expect(end).toMatchObject({ state: 'unknown', context: { lastSeen: 'building' } });
		expect(end.message).toContain('It is not known how deploy 1 ended');
		expect(end.advice).toMatch(/may still go live/);
	});
});
