import { describeOnEachBackend } from './upstashDriver';

describeOnEachBackend('Upstash: Key', (upstash) => {
	const set = async (value: string, options = {}) => await upstash.run('key', 'set', { key: 'k', value, options });
	const get = async (extra = {}) => await upstash.run('key', 'get', { key: 'k', ...extra });

	test('what is set is read back, as a string', async () => {
		const value = ' "täxt" with\nlines, 100 % & slashes/ ';
		expect(await set(value)).toEqual({ key: 'k', set: true });
		expect(await get()).toEqual({ key: 'k', exists: true, value });
		expect(await upstash.run('key', 'get', { key: 'none' })).toEqual({ key: 'none', exists: false, value: null });
	});

	test('Parse JSON gives values, and leaves other strings alone', async () => {
		await set('{"live":true}');
		expect((await get()).value).toBe('{"live":true}');
		expect((await get({ parseJson: true })).value).toEqual({ live: true });
		await set('{broken');
		expect((await get({ parseJson: true })).value).toBe('{broken');
	});

	test('an object from an expression is kept as JSON', async () => {
		await set('={{ ({ a: [1] }) }}');
		expect((await get({ parseJson: true })).value).toEqual({ a: [1] });
	});

	test('NX and XX', async () => {
		expect(await set('1', { onlyIfExists: true })).toMatchObject({ set: false });
		expect(await set('2', { onlyIfNew: true })).toMatchObject({ set: true });
		expect(await set('3', { onlyIfNew: true })).toMatchObject({ set: false });
		expect(await set('4', { onlyIfExists: true })).toMatchObject({ set: true });
		expect((await get()).value).toBe('4');
	});

	test('GET returns the value before', async () => {
		expect(await set('1', { returnPrevious: true })).toEqual({ key: 'k', set: true, previous: null });
		expect(await set('2', { returnPrevious: true })).toEqual({ key: 'k', set: true, previous: '1' });
		expect(await set('3', { returnPrevious: true, onlyIfNew: true })).toEqual({ key: 'k', set: false, previous: '2' });
		expect(await set('4', { returnPrevious: true, onlyIfExists: true })).toEqual({
			key: 'k',
			set: true,
			previous: '2',
		});
	});

	test('EX, PX and KEEPTTL', async () => {
		await set('1', { expireSeconds: 100 });
		await set('2', { keepTtl: true });
		expect(Number(await upstash.redis('PTTL', 'k'))).toBeGreaterThan(90_000);
		await set('3', { expireMilliseconds: 5_000 });
		expect(Number(await upstash.redis('PTTL', 'k'))).toBeLessThanOrEqual(5_000);
		await set('4');
		expect(await upstash.redis('PTTL', 'k')).toBe(-1);
	});

	test.each([
		[{ onlyIfNew: true, onlyIfExists: true }, 'exclude each other'],
		[{ expireSeconds: 1, expireMilliseconds: 1 }, '"Expire After Seconds" and "Expire After Milliseconds"'],
		[{ expireSeconds: 1, keepTtl: true }, '"Expire After Seconds" and "Keep TTL"'],
		[{ expireMilliseconds: 0.5 }, 'whole number'],
	])('refuses %j without asking Redis', async (options, words) => {
		const { message, advice } = await upstash.failure('key', 'set', { key: 'k', value: 'v', options });
		expect(message).toContain(words);
		expect(advice).toMatch(/^(Remove|Correct)/);
		expect(upstash.sandbox.requests()).toEqual([]);
	});

	test('an NX whose answer was lost is not asked again, since it would deny its own work', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		await upstash.failure('key', 'set', { key: 'k', value: 'v', options: { onlyIfNew: true } });
		expect(upstash.sandbox.requests()).toHaveLength(1);
	});

	test('deletes, also what is not there', async () => {
		await set('1');
		expect(await upstash.run('key', 'delete', { key: 'k' })).toEqual({ key: 'k', deleted: true });
		expect(await get()).toMatchObject({ exists: false });
		expect(await upstash.run('key', 'delete', { key: 'k' })).toEqual({ key: 'k', deleted: true });
	});

	test('increments, and lets only a new counter expire', async () => {
		const increment = async (by: number, expireSeconds: number) =>
			await upstash.run('key', 'increment', { key: 'n', by, expireSeconds });
		expect(await increment(5, 100)).toMatchObject({ value: 5, isNew: true, ttlSeconds: 100 });
		await upstash.redis('PEXPIRE', 'n', 50_000);
		expect(await increment(-2, 100)).toMatchObject({ value: 3, isNew: false, ttlSeconds: 50 });
		expect(await upstash.run('key', 'increment', { key: 'forever' })).toMatchObject({ value: 1, ttlSeconds: null });
	});

	test('a lost answer to Increment fails and counts once', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		const { advice } = await upstash.failure('key', 'increment', { key: 'n' });
		expect(advice).toContain('may have been carried out');
		expect(await upstash.redis('GET', 'n')).toBe('1');
	});

	test('expires', async () => {
		await set('1');
		expect(await upstash.run('key', 'expire', { key: 'k', ttlSeconds: 90 })).toEqual({
			key: 'k',
			expires: true,
			ttlSeconds: 90,
		});
		expect(Number(await upstash.redis('PTTL', 'k'))).toBeGreaterThan(80_000);
		expect(await upstash.run('key', 'expire', { key: 'none' })).toMatchObject({ expires: false });
	});

	test('a key of another kind', async () => {
		await upstash.redis('HSET', 'h', 'a', 'private-value');
		const { message, advice } = await upstash.failure('key', 'get', { key: 'h' });
		expect(message).toMatch(/^Redis refused GET: WRONGTYPE/);
		expect(advice).toContain('another type');
	});

	test('a counter that holds a string', async () => {
		await set('private-value');
		const { message, advice } = await upstash.failure('key', 'increment', { key: 'k' });
		expect(message).toContain('not an integer');
		expect(message).not.toContain('private-value');
		expect(advice).toContain('whole number');
	});
});
