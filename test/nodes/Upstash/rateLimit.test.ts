import { describeOnEachBackend } from './upstashDriver';

const key = 'slipway:rate:deploys';

describeOnEachBackend('Upstash: Rate Limit', (upstash) => {
	const check = async (more = {}) =>
		await upstash.run('rateLimit', 'check', { limitName: 'deploys', maxCalls: 3, windowSeconds: 60, ...more });
	/** As if the calls had come that much earlier. */
	const age = async (byMs: number) => {
		const entries = (await upstash.redis('ZRANGE', key, 0, -1, 'WITHSCORES')) as string[];
		for (let index = 0; index < entries.length; index += 2) {
			await upstash.redis('ZADD', key, Number(entries[index + 1]) - byMs, entries[index] ?? '');
		}
	};

	test('lets calls through up to the limit, and says when the next one may come', async () => {
		expect(await check()).toMatchObject({ allowed: true, limit: 3, used: 1, remaining: 2, retryAfterMs: 0 });
		await age(40_000);
		expect(await check()).toMatchObject({ allowed: true, remaining: 1 });
		expect(await check()).toMatchObject({ allowed: true, remaining: 0 });
		const rejected = await check();
		expect(rejected).toMatchObject({ allowed: false, used: 3, remaining: 0 });
		// The first call leaves the window 60 s after it came, which is 40 s ago.
		expect(rejected.retryAfterMs).toBeGreaterThan(18_000);
		expect(rejected.retryAfterMs).toBeLessThanOrEqual(20_000);
		const untilResetMs = Date.parse(String(rejected.resetAt)) - Date.now();
		expect(Math.abs(untilResetMs - 60_000)).toBeLessThan(3_000);
	});

	test('does not count rejected calls, however many', async () => {
		for (let call = 0; call < 3; call++) await check();
		for (let call = 0; call < 20; call++) expect((await check()).allowed).toBe(false);
		expect(await upstash.redis('ZCARD', key)).toBe(3);
		await age(60_001);
		expect(await check()).toMatchObject({ allowed: true, used: 1, remaining: 2 });
	});

	test('slides: a burst at the end of one minute leaves no room for another at the start of the next', async () => {
		await check({ cost: 2 });
		await age(59_000);
		expect(await check({ cost: 1 })).toMatchObject({ allowed: true });
		await age(1_500);
		expect(await check({ cost: 2 })).toMatchObject({ allowed: true, used: 3 });
		expect(await check()).toMatchObject({ allowed: false });
	});

	test('waits for as many calls to leave as the cost asks for', async () => {
		await check();
		await age(50_000);
		await check({ cost: 2 });
		expect((await check()).retryAfterMs).toBeLessThanOrEqual(10_000);
		expect((await check({ cost: 3 })).retryAfterMs).toBeGreaterThan(50_000);
	});

	test('lets through exactly the calls that a plain list of times would', async () => {
		// Multiples of 7 s: no call is ever at the window's very edge, whatever time the test itself takes.
		let seed = 7;
		const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
		let nowSeconds = 0;
		let counted: number[] = [];
		for (let round = 0; round < 120; round++) {
			const stepSeconds = 7 * random(4);
			if (stepSeconds > 0) await age(stepSeconds * 1000);
			nowSeconds += stepSeconds;
			const cost = 1 + random(2);
			counted = counted.filter((atSeconds) => nowSeconds - atSeconds < 60);
			const allowed = counted.length + cost <= 5;
			if (allowed) counted.push(...Array.from({ length: cost }, () => nowSeconds));
			expect(await check({ maxCalls: 5, cost })).toMatchObject({ allowed, used: counted.length });
		}
	});

	test('is exact among many at once', async () => {
		const answers = await Promise.all(Array.from({ length: 40 }, async () => await check({ maxCalls: 7 })));
		expect(answers.filter(({ allowed }) => allowed)).toHaveLength(7);
		expect(await upstash.redis('ZCARD', key)).toBe(7);
	});

	test('counts once when the answer is lost', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		expect(await check()).toMatchObject({ allowed: true, used: 1 });
		expect(await upstash.redis('ZCARD', key)).toBe(1);
	});

	test('keeps limits apart, and leaves nothing behind for ever', async () => {
		await check();
		expect(await check({ limitName: 'others' })).toMatchObject({ used: 1 });
		expect(await upstash.redis('PTTL', key)).toBeGreaterThan(0);
	});

	test('fails if asked to, with the time to wait', async () => {
		for (let call = 0; call < 3; call++) await check();
		const error = await upstash.failure('rateLimit', 'check', {
			limitName: 'deploys',
			maxCalls: 3,
			windowSeconds: 60,
			ifRejected: 'fail',
		});
		expect(error.message).toBe('The rate limit "deploys" is used up: 3 of 3 calls in 60 s');
		expect(error.advice).toBe('Try again in 60 s');
	});

	test.each([
		[{ limitName: '' }, 'Limit Name is empty', 'Fill in'],
		[{ maxCalls: 0 }, 'Calls must be a number of at least 1', 'Correct Calls'],
		[{ maxCalls: 2.5 }, 'Calls must be a whole number', 'Correct Calls'],
		[{ cost: 4 }, 'could never be within the limit', 'Lower Cost'],
		[{ windowSeconds: 0 }, 'Window (Seconds) must be a number', 'Correct Window'],
	])('refuses %j', async (bad, message, advice) => {
		const error = await upstash.failure('rateLimit', 'check', { limitName: 'deploys', maxCalls: 3, ...bad });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
	});
});
