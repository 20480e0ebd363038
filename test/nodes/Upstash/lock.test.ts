import { describeOnEachBackend } from './upstashDriver';

describeOnEachBackend('Upstash: Lock', (upstash) => {
	const lockName = 'paintbox/production';

	const acquire = async (owner: string, extra = {}) =>
		await upstash.run('lock', 'acquire', { lockName, owner, waitSeconds: 0, ...extra });

	test('acquires a free lock, and says everything about it', async () => {
		const held = await acquire('a', { ttlSeconds: 60, note: 'deploys abc1234' });
		expect(held).toMatchObject({ acquired: true, owner: 'a', token: 1, alreadyHeld: false, note: 'deploys abc1234' });
		const lifeMs = Date.parse(String(held.until)) - Date.parse(String(held.since));
		expect(lifeMs).toBeGreaterThan(59_000);
		expect(lifeMs).toBeLessThanOrEqual(60_050);
		expect(Math.abs(Date.parse(String(held.since)) - Date.now())).toBeLessThan(5_000);
	});

	test('a lock always has a TTL', async () => {
		await acquire('a', { ttlSeconds: 60 });
		const left = Number(await upstash.redis('PTTL', `slipway:lock:${lockName}`));
		expect(left).toBeGreaterThan(50_000);
		expect(left).toBeLessThanOrEqual(60_000);
	});

	test('another owner learns who, since when and until when', async () => {
		const held = await acquire('execution-7', { note: 'deploys abc1234' });
		const { message, advice } = await upstash.failure('lock', 'acquire', { lockName, owner: 'b', waitSeconds: 0 });
		expect(message).toContain('execution-7');
		expect(message).toContain(`since ${String(held.since)}`);
		expect(message).toMatch(/until \d{4}-\d\d-\d\dT/);
		expect(message).toContain('deploys abc1234');
		expect(advice).toMatch(/wait longer/i);
	});

	test('or gets it as an item', async () => {
		await acquire('a');
		const answer = await acquire('b', { ifNotAcquired: 'return' });
		expect(answer).toMatchObject({ acquired: false, owner: 'b', holder: { owner: 'a', token: 1 } });
	});

	test('the same owner gets the same token, and never a shorter TTL', async () => {
		const first = await acquire('a', { ttlSeconds: 600 });
		const again = await acquire('a', { ttlSeconds: 5 });
		expect(again).toMatchObject({ acquired: true, alreadyHeld: true, token: first.token, since: first.since });
		expect(Number(await upstash.redis('PTTL', `slipway:lock:${lockName}`))).toBeGreaterThan(590_000);
	});

	test('tokens grow over releases and expiries, for each name on its own', async () => {
		const tokens: unknown[] = [];
		tokens.push((await acquire('a')).token);
		await upstash.run('lock', 'release', { lockName, owner: 'a' });
		tokens.push((await acquire('a')).token);
		await upstash.expireLock(lockName);
		tokens.push((await acquire('b')).token);
		await upstash.expireLock(lockName);
		tokens.push((await acquire('a')).token);
		expect(tokens).toEqual([1, 2, 3, 4]);
		const other = await upstash.run('lock', 'acquire', { lockName: 'other', owner: 'a', waitSeconds: 0 });
		expect(other.token).toBe(1);
	});

	test('a lost answer to Acquire gives the lock that the first try took', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		const held = await acquire('a');
		expect(held).toMatchObject({ acquired: true, owner: 'a', token: 1 });
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({ held: true, token: 1 });
	});

	test('left empty, the owner is the execution, in every node of it', async () => {
		const held = await acquire('');
		expect(held.owner).toMatch(/^execution-execution-under-test-[0-9a-f]{8}$/);
		expect(await upstash.run('lock', 'release', { lockName })).toMatchObject({ released: true, token: 1 });
	});

	test('waits for a lock that becomes free, and no longer', async () => {
		await acquire('a');
		const startedAtMs = upstash.nowMs;
		let asked = 0;
		const stop = upstash.sandbox.onExchange(() => {
			asked += 1;
			if (asked === 3) void upstash.expireLock(lockName);
		});
		const held = await acquire('b', { waitSeconds: 60 });
		stop();
		expect(held).toMatchObject({ acquired: true, owner: 'b', token: 2 });
		expect(upstash.nowMs - startedAtMs).toBeLessThan(60_000);
	});

	test('gives up at the deadline', async () => {
		await acquire('a');
		const startedAtMs = upstash.nowMs;
		const { message } = await upstash.failure('lock', 'acquire', { lockName, owner: 'b', waitSeconds: 30 });
		expect(upstash.nowMs - startedAtMs).toBe(30_000);
		expect(message).toContain('within 30 s');
	});

	test('only its owner renews it', async () => {
		await acquire('a', { ttlSeconds: 10 });
		const renewed = await upstash.run('lock', 'renew', { lockName, owner: 'a', ttlSeconds: 500 });
		expect(renewed).toMatchObject({ renewed: true, token: 1 });
		expect(Number(await upstash.redis('PTTL', `slipway:lock:${lockName}`))).toBeGreaterThan(490_000);
		const { message, advice } = await upstash.failure('lock', 'renew', { lockName, owner: 'b' });
		expect(message).toMatch(/^b does not hold the lock "paintbox\/production": it is held by a since/);
		expect(advice).toMatch(/TTL/);
	});

	test('renewing what ran out says when it did, and does not bring it back', async () => {
		await acquire('a');
		await upstash.expireLock(lockName);
		const { message } = await upstash.failure('lock', 'renew', { lockName, owner: 'a' });
		expect(message).toMatch(/its TTL ran out at \d{4}-.* \(token 1\), and nobody has taken it since/);
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({ held: false });
	});

	test('nobody frees the lock of another', async () => {
		await acquire('a');
		const { message } = await upstash.failure('lock', 'release', { lockName, owner: 'b' });
		expect(message).toContain('held by a since');
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({ held: true, owner: 'a' });
	});

	test("an owner whose TTL ran out does not free the next owner's lock, and learns it", async () => {
		await acquire('a');
		await upstash.expireLock(lockName);
		await acquire('b');
		const answer = await upstash.run('lock', 'release', { lockName, owner: 'a', ifNotHeld: 'return' });
		expect(answer).toMatchObject({ released: false, reason: 'heldByOther', holder: { owner: 'b', token: 2 } });
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({ held: true, owner: 'b' });
	});

	test('releasing what ran out, or what nobody held, is said', async () => {
		const never = await upstash.failure('lock', 'release', { lockName, owner: 'a' });
		expect(never.message).toContain('nobody does');
		expect(never.advice).toContain('Owner');
		await acquire('a');
		await upstash.expireLock(lockName);
		const expired = await upstash.run('lock', 'release', { lockName, owner: 'a', ifNotHeld: 'return' });
		expect(expired).toMatchObject({ released: false, reason: 'expired' });
		expect(expired.message).toContain('TTL ran out');
	});

	test('a lost answer to Release is no false alarm, even when another has the lock by then', async () => {
		await acquire('a');
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		expect(await upstash.run('lock', 'release', { lockName, owner: 'a' })).toMatchObject({ released: true });
		await acquire('b');
		expect(await upstash.run('lock', 'release', { lockName, owner: 'a' })).toMatchObject({
			released: true,
			alreadyReleased: true,
		});
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({ held: true, owner: 'b' });
	});

	test('an earlier release does not hide that a later TTL ran out', async () => {
		await acquire('a');
		await upstash.run('lock', 'release', { lockName, owner: 'a' });
		await acquire('a');
		await upstash.expireLock(lockName);
		const answer = await upstash.run('lock', 'release', { lockName, owner: 'a', ifNotHeld: 'return' });
		expect(answer).toMatchObject({ released: false, reason: 'expired' });
	});

	test('inspects a free lock with its last holder, and changes nothing', async () => {
		expect(await upstash.run('lock', 'inspect', { lockName })).toMatchObject({
			held: false,
			owner: null,
			last: { owner: null, token: null },
		});
		expect(await upstash.redis('EXISTS', `slipway:fence:${lockName}`)).toBe(0);
		await acquire('a');
		await upstash.run('lock', 'release', { lockName, owner: 'a' });
		const free = await upstash.run('lock', 'inspect', { lockName });
		expect(free).toMatchObject({ held: false, token: null, last: { owner: 'a', token: 1 } });
		expect(Object(free.last).releasedAt).toMatch(/Z$/);
	});

	test('twenty at once never hold it together', async () => {
		const contenders = 20;
		// The embedded Lua is a hundred times slower than Redis' own.
		const rounds = upstash.backend === 'embedded' ? 3 : 15;
		const waiting: Array<() => void> = [];
		const wakeSome = () => waiting.splice(0, 3).forEach((wake) => wake());
		upstash.onSleep = async () =>
			await new Promise((resolve) => {
				waiting.push(resolve);
				// One that went to sleep just after the last release would never wake.
				setTimeout(resolve, 250).unref();
			});
		let inside = 0;
		let most = 0;
		const tokens: number[] = [];
		const contend = async (contender: number) => {
			for (let round = 0; round < rounds; round++) {
				const owner = `contender-${contender}-${round}`;
				const held = await acquire(owner, { lockName: 'shared', waitSeconds: 86_400 });
				inside += 1;
				most = Math.max(most, inside);
				tokens.push(Number(held.token));
				// Lost updates would show here, were two of them inside.
				const before = Number(await upstash.redis('GET', 'shared-counter'));
				await upstash.redis('SET', 'shared-counter', String(before + 1));
				inside -= 1;
				await upstash.run('lock', 'release', { lockName: 'shared', owner });
				wakeSome();
			}
		};
		await Promise.all(Array.from({ length: contenders }, async (_, contender) => await contend(contender)));
		expect(most).toBe(1);
		expect(await upstash.redis('GET', 'shared-counter')).toBe(String(contenders * rounds));
		expect(tokens).toEqual(Array.from({ length: contenders * rounds }, (_, index) => index + 1));
	});

	test('each item has a lock of its own, and a failed one does not stop the rest', async () => {
		await upstash.run('lock', 'acquire', { lockName: 'two', owner: 'other', waitSeconds: 0 });
		const output = await upstash.runItems(
			'lock',
			'acquire',
			{ lockName: '={{ $json.name }}', owner: 'me', waitSeconds: 0 },
			[{ json: { name: 'one' } }, { json: { name: 'two' } }, { json: { name: 'three' } }],
			true,
		);
		expect(output.map(({ json, pairedItem }) => [json.acquired ?? 'error', pairedItem])).toEqual([
			[true, { item: 0 }],
			['error', { item: 1 }],
			[true, { item: 2 }],
		]);
	});

	test.each([
		[{ lockName: '' }, 'Lock Name is empty'],
		[{ ttlSeconds: 0 }, 'TTL (Seconds) must be a number of at least 1'],
		[{ ttlSeconds: 100_000 }, 'at most 86400'],
		[{ waitSeconds: -1 }, 'Wait Up To (Seconds) must be a number of at least 0'],
	])('refuses %j', async (parameters, words) => {
		const { message } = await upstash.failure('lock', 'acquire', { lockName, waitSeconds: 0, ...parameters });
		expect(message).toContain(words);
	});

	test('frees all locks of an execution that died, and no other', async () => {
		const owner = String((await upstash.run('lock', 'acquire', { lockName: 'one', waitSeconds: 0 })).owner);
		await upstash.run('lock', 'acquire', { lockName: 'two', owner, waitSeconds: 0 });
		await upstash.run('lock', 'acquire', { lockName: 'three', owner: 'somebody else', waitSeconds: 0 });
		const dead = { executionId: 'execution-under-test', workflowId: 'workflow-under-test' };
		expect(await upstash.run('lock', 'releaseAll', dead)).toEqual({ owner, released: ['one', 'two'], count: 2 });
		expect(await upstash.run('lock', 'releaseAll', dead)).toMatchObject({ released: [], count: 0 });
		expect(await upstash.run('lock', 'inspect', { lockName: 'three' })).toMatchObject({
			held: true,
			owner: 'somebody else',
		});
	});
});
