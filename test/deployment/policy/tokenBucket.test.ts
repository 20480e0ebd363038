import { TokenBuckets } from '../../../nodes/deployment/policy/tokenBucket';

const limit = { perSecond: 1, burst: 3 };

describe('TokenBuckets', () => {
	it('lets the burst through at once, then one call a second', () => {
		const buckets = new TokenBuckets();
		const delays = [1, 2, 3, 4, 5].map(() => buckets.take('update m1', limit, 1_000));
		expect(delays).toEqual([0, 0, 0, 1_000, 2_000]);
	});

	it('refills with time, up to the burst', () => {
		const buckets = new TokenBuckets();
		for (let call = 0; call < 3; call++) buckets.take('k', limit, 0);
		expect(buckets.take('k', limit, 1_000)).toBe(0);
		expect([1, 2, 3, 4].map(() => buckets.take('k', limit, 60_000))).toEqual([0, 0, 0, 1_000]);
	});

	it('keeps keys apart', () => {
		const buckets = new TokenBuckets();
		for (let call = 0; call < 3; call++) buckets.take('update m1', limit, 0);
		expect(buckets.take('update m2', limit, 0)).toBe(0);
	});

	it('never grants more than the limit, however calls fall', () => {
		const buckets = new TokenBuckets();
		const startsAt: number[] = [];
		let nowMs = 0;
		for (let call = 0; call < 200; call++) {
			nowMs += (call * 37) % 900;
			startsAt.push(nowMs + buckets.take('k', limit, nowMs));
		}
		startsAt.forEach((start) => {
			const inWindow = startsAt.filter((other) => other >= start && other < start + 10_000).length;
			expect(inWindow).toBeLessThanOrEqual(limit.burst + 10);
		});
	});

	it('survives a clock that is set back, and forgets what is full again', () => {
		const buckets = new TokenBuckets();
		buckets.take('k', limit, 50_000);
		expect(buckets.take('k', limit, 0)).toBe(0);
		buckets.prune(() => limit, 100_000);
		expect(buckets.size).toBe(0);
	});
});
