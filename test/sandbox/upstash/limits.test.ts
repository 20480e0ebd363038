import { Redis as UpstashRedis } from '@upstash/redis';
import { Redis } from 'ioredis';

import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { sandboxUpstashToken } from '../../../sandbox/upstash';
import { backends, type RunningUpstash, startUpstash } from './startUpstash';

describe.each(backends)('The limits of Upstash over Redis, %s', (backend) => {
	let running: RunningUpstash;
	let sandbox: Sandbox;

	beforeAll(async () => {
		running = await startUpstash(backend);
		({ sandbox } = running);
	});
	beforeEach(async () => await sandbox.reset());
	afterAll(async () => await running.stop());

	const ask = async (path: string, json: unknown, headers: Record<string, string> = {}) => {
		const response = await fetch(`${sandbox.origin}/upstash${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${sandboxUpstashToken}`, ...headers },
			body: JSON.stringify(json),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as unknown };
	};
	const run = async (...command: Array<string | number>) =>
		(await ask('', command)).body as { result?: unknown; error?: string };
	const limit = async (limits: object) =>
		await fetch(`${sandbox.origin}/_sandbox/upstash/limits`, { method: 'POST', body: JSON.stringify(limits) });

	test('a key of more than 32 KB, wherever it stands', async () => {
		const key = 'k'.repeat(40_000);
		const error = expect.stringMatching(/^ERR max key size exceeded\. Limit: 32768 bytes, Actual: 40000 bytes/);
		for (const command of [
			['SET', key, 'v'],
			['GET', key],
			['MSET', 'a', '1', key, '2'],
			['EVAL', 'return 1', 1, key],
			['DEL', 'a', key],
		]) {
			expect(await ask('', command)).toMatchObject({ status: 400, body: { error } });
		}
		expect(
			(
				await ask('/pipeline', [
					['SET', key, 'v'],
					['SET', 'ok', 'v'],
				])
			).body,
		).toEqual([{ error }, { result: 'OK' }]);
		expect(
			await ask('/multi-exec', [
				['SET', 'other', 'v'],
				['SET', key, 'v'],
			]),
		).toMatchObject({ status: 400, body: { error } });
		expect(await run('EXISTS', 'other')).toEqual({ result: 0 });
		expect(await run('SET', 'k'.repeat(32 * 1024), 'v')).toEqual({ result: 'OK' });
	});

	test('a request of more than 10 MB, or of what the plan accepts', async () => {
		expect(await run('SET', 'k', 'v'.repeat(11 * 1024 * 1024))).toEqual({
			error: expect.stringMatching(/^ERR max request size exceeded\. Limit: 10485760 bytes/),
		});
		expect(await run('SET', 'k', 'v'.repeat(2 * 1024 * 1024))).toEqual({ result: 'OK' });
		await limit({ maximumRequestBytes: 1024 * 1024 });
		expect(await run('SET', 'k', 'v'.repeat(2 * 1024 * 1024))).toEqual({
			error: expect.stringMatching(/^ERR max request size exceeded/),
		});
	});

	test('a record that one value, or many, would make too large', async () => {
		await limit({ maximumRecordBytes: 1_000 });
		const error = expect.stringMatching(/^ERR max single record size exceeded/);
		expect(await run('SET', 'k', 'v'.repeat(2_000))).toEqual({ error });
		expect(await run('SET', 'k', 'v'.repeat(600))).toEqual({ result: 'OK' });
		expect(await run('APPEND', 'k', 'v'.repeat(600))).toEqual({ error });
		expect(await run('SET', 'k', 'w'.repeat(600))).toEqual({ result: 'OK' });
		expect(await run('DEL', 'k')).toEqual({ result: 1 });
	});

	test('requests that are used up, and a spent budget', async () => {
		await limit({ requestsLeft: 2 });
		expect((await ask('/pipeline', [['PING'], ['PING'], ['PING']])).body).toEqual([
			{ result: 'PONG' },
			{ result: 'PONG' },
			{ error: expect.stringMatching(/^ERR max daily request limit exceeded\. Limit: 10000/) },
		]);
		await limit({ requestsLeft: null, suspended: true });
		expect(await run('GET', 'k')).toEqual({ error: expect.stringMatching(/^ERR This database has been suspended/) });
		await sandbox.reset();
		expect(await run('GET', 'k')).toEqual({ result: null });
	});

	test('a full database refuses what may grow, also in scripts, and accepts what frees', async () => {
		await run('SET', 'k', 'v');
		await run('RPUSH', 'l', 'a', 'b');
		const digest = String(
			(await run('SCRIPT', 'LOAD', "redis.call('DEL', 'k') return redis.call('SET', 'k', '2')")).result,
		);
		await limit({ full: true });
		const full = { error: expect.stringMatching(/^ERR DB capacity quota exceeded/) };
		for (const command of [
			['SET', 'k', '2'],
			['LPUSH', 'l', 'c'],
			['HSET', 'h', 'f', 'v'],
			['INCR', 'n'],
			['EVAL', "return redis.call('set', 'k', '2')", 0],
		]) {
			expect(await run(...command)).toEqual(full);
		}
		expect(await run('EVAL', "local r = redis.pcall('SET','k','2') redis.call('DEL','k') return r.err", 0)).toEqual({
			result: 'ERR DB capacity quota exceeded',
		});
		expect(await run('EVALSHA', digest, 0)).toMatchObject(backend === 'redis-server' ? {} : full);
		expect(await run('LPOP', 'l')).toEqual({ result: 'a' });
		expect(await run('PEXPIRE', 'l', 1000)).toEqual({ result: 1 });
		expect(await run('GET', 'none')).toEqual({ result: null });
		await limit({ full: false });
		expect(await run('SET', 'k', '2')).toEqual({ result: 'OK' });
	});

	test.each([[{ full: 'yes' }], [{ nothing: 1 }], [{ requestsLeft: -1 }]])(
		'the control API refuses %j',
		async (limits) => {
			expect((await limit(limits)).status).toBe(400);
		},
	);

	test('every answer brings a sync token, another each time', async () => {
		const [first, second] = [await ask('', ['PING']), await ask('/pipeline', [['PING']])];
		expect(first.headers.get('upstash-sync-token')).toBeTruthy();
		expect(second.headers.get('upstash-sync-token')).not.toBe(first.headers.get('upstash-sync-token'));
	});

	test('integers of 64 bits are written out, and bytes come in base64', async () => {
		await run('SET', 'n', '9007199254740992');
		const written = await fetch(`${sandbox.origin}/upstash`, {
			method: 'POST',
			headers: { authorization: `Bearer ${sandboxUpstashToken}` },
			body: '["SET", "long", 106242075399214372653]',
		});
		expect(written.status).toBe(200);
		expect(await run('GET', 'long')).toEqual({ result: '106242075399214372653' });
		expect((await ask('', ['INCR', 'n'])).text).toBe('{"result":9007199254740993}');
		expect((await ask('/multi-exec', [['INCRBY', 'n', '9000000000000000000']])).text).toBe(
			'[{"result":9009007199254740993}]',
		);
		await run('EVAL', "return redis.call('SET', 'b', string.char(200, 0, 255))", 0);
		expect((await ask('', ['GET', 'b'], { 'upstash-encoding': 'base64' })).body).toEqual({ result: 'yAD/' });
		expect(await run('GET', 'b')).toEqual({ result: '\uFFFD\0\uFFFD' });
		expect(await run('STRLEN', 'b')).toEqual({ result: 3 });
	});

	test('SCAN goes on in pages, and names the types if asked', async () => {
		const client = new UpstashRedis({ url: `${sandbox.origin}/upstash`, token: sandboxUpstashToken });
		await client.mset(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, index])));
		await client.hset('h', { a: 1 });
		const seen = new Map<string, string>();
		let cursor = '0';
		let pages = 0;
		do {
			const [next, found] = await client.scan(cursor, { withType: true, count: 10 });
			for (const { key, type } of found) seen.set(key, type);
			// What is deleted meanwhile ends no walk.
			if (pages++ === 0) await client.del('h2', 'k0');
			cursor = next;
		} while (cursor !== '0');
		expect(pages).toBeGreaterThan(2);
		expect(seen.get('h')).toBe('hash');
		for (let index = 1; index < 40; index++) expect(seen.get(`k${index}`)).toBe('string');
	});

	describe('a script with key locking', () => {
		const header = '#!lua flags=allow-key-locking\n';

		test('uses the keys that it declares, by source and by digest, alone and in a transaction', async () => {
			const source = `${header}return redis.call('INCR', KEYS[1])`;
			expect(await run('EVAL', source, 1, 'n')).toEqual({ result: 1 });
			const digest = String((await run('SCRIPT', 'LOAD', source)).result);
			expect(digest).toMatch(/^[0-9a-f]{40}$/);
			expect(await run('SCRIPT', 'EXISTS', digest)).toEqual({ result: [1] });
			expect(await run('EVALSHA', digest, 1, 'n')).toEqual({ result: 2 });
			expect((await ask('/multi-exec', [['EVAL', source, '1', 'n']])).body).toEqual([{ result: 3 }]);
			expect((await ask('/multi-exec', [['EVAL', '#!lua flags=nope\nreturn 1', '0']])).body).toEqual([
				{ error: 'ERR Unexpected flag in script shebang: nope' },
			]);
		});

		test.each([
			["return redis.call('GET', 'other')", 'other'],
			["return redis.call('MSET', KEYS[1], '1', 'other', '2')", 'other'],
			["return redis.call('ZUNIONSTORE', KEYS[1], 2, KEYS[1], 'third')", 'third'],
			["return redis.pcall('DEL', KEYS[1], 'k' .. ARGV[1])", 'kx'],
		])('%s is refused', async (script, key) => {
			const { error } = await run('EVAL', header + script, 1, 'n', 'x');
			expect(error).toMatch(
				/^ERR Dynamic keys are not allowed in Lua scripts when 'allow-key-locking' flag is set\. Key was: /,
			);
			expect(error).toContain(`Key was: ${key}`);
		});

		test('accepts no flush', async () => {
			expect((await run('EVAL', `${header}return redis.call('FLUSHDB')`, 0)).error).toContain('flushdb');
		});
	});

	test('FLUSHDB and FLUSHALL in a script empty this database, which stays in use', async () => {
		const { server } = running;
		const others = server && new Redis(server.url);
		await others?.set('precious', 'in 0');
		for (const name of ['FLUSHDB', 'FLUSHALL', 'flushall']) {
			await run('SET', 'k', 'v');
			expect(await run('EVAL', `redis.call('${name}') return redis.call('DBSIZE')`, 0)).toEqual({ result: 0 });
			expect(await run('SET', 'after', 'v')).toEqual({ result: 'OK' });
			await sandbox.reset();
			expect(await run('DBSIZE')).toEqual({ result: 0 });
			expect((await ask('/multi-exec', [['SET', 'k', 'v'], [name]])).body).toEqual([
				{ result: 'OK' },
				{ result: 'OK' },
			]);
			expect(await run('KEYS', '*')).toEqual({ result: [] });
		}
		if (others) expect(await others.get('precious')).toBe('in 0');
		others?.disconnect();
	});

	test.each([
		["return redis.call('SELECT', '3')", /not available|not allowed|Unknown/i],
		['return _G', /^$/],
		['while true do end', backend === 'redis-server' ? null : /does not simulate/],
		['local function f() return f() + 1 end return f()', /stack overflow|does not simulate/],
	])(
		'%s does not fail the sandbox',
		async (script, error) => {
			if (error === null) return;
			const { status, body } = await ask('', ['EVAL', script, '0']);
			expect([200, 400]).toContain(status);
			expect((body as { error?: string }).error ?? '').toMatch(error);
			expect(await run('PING')).toEqual({ result: 'PONG' });
		},
		15_000,
	);
});
