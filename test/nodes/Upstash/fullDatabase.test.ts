import { describeOnEachBackend, type UpstashWorld } from './upstashWorld';

/** A server at its limit, and a database at Upstash, which may look at every write of a script. */
const waysToFill: ReadonlyArray<
	readonly [way: string, fill: (world: UpstashWorld) => Promise<void>, empty: (world: UpstashWorld) => Promise<void>, words: RegExp]
> = [
	['by Upstash\'s rule', async (world) => await world.limit({ full: true }), async (world) => await world.limit({ full: false }), /DB capacity quota exceeded/],
	['by the server\'s memory', async (world) => await world.setServerMemory(1_000), async (world) => await world.setServerMemory(0), /OOM command not allowed/],
];

describeOnEachBackend('Upstash: a full database', (world) => {
	describe.each(waysToFill.slice(0, world.backend === 'embedded' ? 1 : 2))('%s', (_way, fill, empty, words) => {
		afterEach(async () => await empty(world));

		const acquire = async (lockName: string, owner: string, ttlSeconds = 3600) =>
			await world.run('lock', 'acquire', { lockName, owner, ttlSeconds, waitSeconds: 0 });

		test('releases a lock, and says the same when the answer was lost', async () => {
			await acquire('svc/production', 'a');
			await fill(world);
			world.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
			expect(await world.run('lock', 'release', { lockName: 'svc/production', owner: 'a' })).toMatchObject({ released: true });
			expect(await world.run('lock', 'inspect', { lockName: 'svc/production' })).toMatchObject({ held: false });
			expect(await world.run('lock', 'release', { lockName: 'svc/production', owner: 'a' })).toMatchObject({
				released: true,
				alreadyReleased: true,
			});
			const stranger = await world.run('lock', 'release', { lockName: 'svc/production', owner: 'b', ifNotHeld: 'return' });
			expect(stranger).toMatchObject({ released: false, reason: 'notHeld' });
		});

		test('a release without room does not hide a later TTL that ran out', async () => {
			await acquire('svc/production', 'a');
			await fill(world);
			await world.run('lock', 'release', { lockName: 'svc/production', owner: 'a' });
			await empty(world);
			await acquire('svc/production', 'a');
			await world.expireLock('svc/production');
			const late = await world.run('lock', 'release', { lockName: 'svc/production', owner: 'a', ifNotHeld: 'return' });
			expect(late).toMatchObject({ released: false, reason: 'expired' });
		});

		test('frees all locks of a dead execution', async () => {
			await world.run('lock', 'acquire', { lockName: 'one', waitSeconds: 0 });
			await world.run('lock', 'acquire', { lockName: 'two', waitSeconds: 0 });
			await fill(world);
			const dead = { executionId: 'execution-under-test', workflowId: 'workflow-under-test' };
			expect(await world.run('lock', 'releaseAll', dead)).toMatchObject({ released: ['one', 'two'] });
		});

		test('renews a lock, also with a TTL that is no longer than what is left', async () => {
			await acquire('svc/production', 'a', 600);
			await fill(world);
			expect(await world.run('lock', 'renew', { lockName: 'svc/production', owner: 'a', ttlSeconds: 5 })).toMatchObject({ renewed: true });
			expect(await world.run('lock', 'renew', { lockName: 'svc/production', owner: 'a', ttlSeconds: 900 })).toMatchObject({ renewed: true });
			expect(Number(await world.redis('PTTL', 'slipway:lock:svc/production'))).toBeGreaterThan(890_000);
			expect(await acquire('svc/production', 'a', 60)).toMatchObject({ acquired: true, alreadyHeld: true });
		});

		test('fails a claim, so that another run may begin', async () => {
			const { claimToken } = await world.run('claim', 'begin', { key: 'delivery/1', secondKey: 'second', owner: 'a' });
			await fill(world);
			const failed = await world.run('claim', 'fail', { claimToken: String(claimToken), reason: 'exit code 2' });
			expect(failed).toMatchObject({ failed: true });
			expect(failed.state).not.toBe('running');
			await empty(world);
			expect(await world.run('claim', 'begin', { key: 'delivery/1', secondKey: 'second', owner: 'b' })).toMatchObject({
				granted: true,
				attempt: 2,
			});
		});

		test('deletes, expires and takes', async () => {
			await world.redis('SET', 'k', 'v');
			await world.redis('RPUSH', 'list', 'a', 'b');
			await fill(world);
			expect(await world.run('key', 'expire', { key: 'k', ttlSeconds: 5 })).toMatchObject({ expires: true });
			expect(await world.run('key', 'delete', { key: 'k' })).toMatchObject({ deleted: true });
			expect(await world.run('command', 'run', { line: 'LPOP list' })).toMatchObject({ result: 'a' });
		});

		test.each([
			['key', 'set', { key: 'k', value: 'v' }],
			['key', 'increment', { key: 'k' }],
			['lock', 'acquire', { lockName: 'new', waitSeconds: 0 }],
			['command', 'pipeline', { commands: '[["SET", "k", "v"]]' }],
			['command', 'run', { line: 'LPUSH l v' }],
		])('%s: %s needs room, and says so', async (resource, operation, parameters) => {
			await fill(world);
			const { message, advice } = await world.failure(resource, operation, parameters);
			expect(message).toMatch(words);
			expect(advice).toMatch(/^The database is full: .*Delete keys/);
		});
	});

	test('a real server takes the end of a claim, since it begins with what needs no room', async () => {
		const { claimToken } = await world.run('claim', 'begin', { key: 'delivery/1' });
		if (world.backend === 'redis-server') await world.setServerMemory(1_000);
		const done = await world.run('claim', 'complete', { claimToken: String(claimToken), outcome: '{"deploy":"d1"}' });
		if (world.backend === 'redis-server') await world.setServerMemory(0);
		expect(done).toMatchObject({ completed: true, outcome: { deploy: 'd1' } });
	});
});
