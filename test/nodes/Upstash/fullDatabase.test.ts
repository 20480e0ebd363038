import { describeOnEachBackend, type UpstashDriver } from './upstashDriver';

/** A server at its limit, and a database at Upstash, which may look at every write of a script. */
const waysToFill: ReadonlyArray<
	readonly [
		way: string,
		fill: (upstash: UpstashDriver) => Promise<void>,
		empty: (upstash: UpstashDriver) => Promise<void>,
		words: RegExp,
	]
> = [
	[
		"by Upstash's rule",
		async (upstash) => await upstash.limit({ full: true }),
		async (upstash) => await upstash.limit({ full: false }),
		/DB capacity quota exceeded/,
	],
	[
		"by the server's memory",
		async (upstash) => await upstash.setServerMemory(1_000),
		async (upstash) => await upstash.setServerMemory(0),
		/OOM command not allowed/,
	],
];

describeOnEachBackend('Upstash: a full database', (upstash) => {
	describe.each(waysToFill.slice(0, upstash.backend === 'embedded' ? 1 : 2))('%s', (_way, fill, empty, words) => {
		afterEach(async () => await empty(upstash));

		const acquire = async (lockName: string, owner: string, ttlSeconds = 3600) =>
			await upstash.run('lock', 'acquire', { lockName, owner, ttlSeconds, waitSeconds: 0 });

		test('releases a lock, and says the same when the answer was lost', async () => {
			await acquire('svc/production', 'a');
			await fill(upstash);
			upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
			expect(await upstash.run('lock', 'release', { lockName: 'svc/production', owner: 'a' })).toMatchObject({
				released: true,
			});
			expect(await upstash.run('lock', 'inspect', { lockName: 'svc/production' })).toMatchObject({ held: false });
			expect(await upstash.run('lock', 'release', { lockName: 'svc/production', owner: 'a' })).toMatchObject({
				released: true,
				alreadyReleased: true,
			});
			const stranger = await upstash.run('lock', 'release', {
				lockName: 'svc/production',
				owner: 'b',
				ifNotHeld: 'return',
			});
			expect(stranger).toMatchObject({ released: false, reason: 'notHeld' });
		});

		test('a release without room does not hide a later TTL that ran out', async () => {
			await acquire('svc/production', 'a');
			await fill(upstash);
			await upstash.run('lock', 'release', { lockName: 'svc/production', owner: 'a' });
			await empty(upstash);
			await acquire('svc/production', 'a');
			await upstash.expireLock('svc/production');
			const late = await upstash.run('lock', 'release', {
				lockName: 'svc/production',
				owner: 'a',
				ifNotHeld: 'return',
			});
			expect(late).toMatchObject({ released: false, reason: 'expired' });
		});

		test('frees all locks of a dead execution', async () => {
			await upstash.run('lock', 'acquire', { lockName: 'one', waitSeconds: 0 });
			await upstash.run('lock', 'acquire', { lockName: 'two', waitSeconds: 0 });
			await fill(upstash);
			const dead = { executionId: 'execution-under-test', workflowId: 'workflow-under-test' };
			expect(await upstash.run('lock', 'releaseAll', dead)).toMatchObject({ released: ['one', 'two'] });
		});

		test('renews a lock, also with a TTL that is no longer than what is left', async () => {
			await acquire('svc/production', 'a', 600);
			await fill(upstash);
			expect(
				await upstash.run('lock', 'renew', { lockName: 'svc/production', owner: 'a', ttlSeconds: 5 }),
			).toMatchObject({ renewed: true });
			expect(
				await upstash.run('lock', 'renew', { lockName: 'svc/production', owner: 'a', ttlSeconds: 900 }),
			).toMatchObject({ renewed: true });
			expect(Number(await upstash.redis('PTTL', 'slipway:lock:svc/production'))).toBeGreaterThan(890_000);
			expect(await acquire('svc/production', 'a', 60)).toMatchObject({ acquired: true, alreadyHeld: true });
		});

		test('fails a claim, so that another run may begin', async () => {
			const { claimToken } = await upstash.run('claim', 'begin', {
				key: 'delivery/1',
				secondKey: 'second',
				owner: 'a',
			});
			await fill(upstash);
			const failed = await upstash.run('claim', 'fail', { claimToken: String(claimToken), reason: 'exit code 2' });
			expect(failed).toMatchObject({ failed: true });
			expect(failed.state).not.toBe('running');
			await empty(upstash);
			expect(await upstash.run('claim', 'begin', { key: 'delivery/1', secondKey: 'second', owner: 'b' })).toMatchObject(
				{
					granted: true,
					attempt: 2,
				},
			);
		});

		test('leaves a turn, and hands a wish that cannot be taken to nobody', async () => {
			const turn = { turnName: 'candlefish-ai/candlefish@main', owner: 'release-a' };
			await upstash.run('turn', 'ask', { ...turn, item: {}, wish: true });
			await fill(upstash);
			const { advice } = await upstash.failure('turn', 'look', turn);
			expect(advice).toMatch(/^The database is full/);
			await empty(upstash);
			expect(await upstash.run('turn', 'look', turn)).toMatchObject({ wish: true });
			await fill(upstash);
			upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
			await upstash.run('turn', 'leave', { ...turn, notes: { said: ['full'] } });
			await empty(upstash);
			expect(await upstash.run('turn', 'ask', { ...turn, owner: 'release-b', item: {} })).toMatchObject({
				turn: { taken: true, previousOwner: '' },
			});
		});

		test('deletes, expires and takes', async () => {
			await upstash.redis('SET', 'k', 'v');
			await upstash.redis('RPUSH', 'list', 'a', 'b');
			await fill(upstash);
			expect(await upstash.run('key', 'expire', { key: 'k', ttlSeconds: 5 })).toMatchObject({ expires: true });
			expect(await upstash.run('key', 'delete', { key: 'k' })).toMatchObject({ deleted: true });
			expect(await upstash.run('command', 'run', { line: 'LPOP list' })).toMatchObject({ result: 'a' });
		});

		test.each([
			['key', 'set', { key: 'k', value: 'v' }],
			['key', 'increment', { key: 'k' }],
			['lock', 'acquire', { lockName: 'new', waitSeconds: 0 }],
			['command', 'pipeline', { commands: '[["SET", "k", "v"]]' }],
			['command', 'run', { line: 'LPUSH l v' }],
		])('%s: %s needs room, and says so', async (resource, operation, parameters) => {
			await fill(upstash);
			const { message, advice } = await upstash.failure(resource, operation, parameters);
			expect(message).toMatch(words);
			expect(advice).toMatch(/^The database is full: .*Delete keys/);
		});
	});

	test('a real server accepts the end of a claim, since it begins with what needs no room', async () => {
		const { claimToken } = await upstash.run('claim', 'begin', { key: 'delivery/1' });
		if (upstash.backend === 'redis-server') await upstash.setServerMemory(1_000);
		const done = await upstash.run('claim', 'complete', { claimToken: String(claimToken), outcome: '{"deploy":"d1"}' });
		if (upstash.backend === 'redis-server') await upstash.setServerMemory(0);
		expect(done).toMatchObject({ completed: true, outcome: { deploy: 'd1' } });
	});
});
