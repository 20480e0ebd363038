import { adviceForRedisWords, failureKindOfRedis, isPassing } from '../../../nodes/Upstash/api/redis/redisErrors';
import { describeOnEachBackend } from './upstashDriver';

/** As Upstash's pages, its users' reports and Redis' own source have them. */
const cases: ReadonlyArray<readonly [words: string, advice: RegExp]> = [
	['ERR DB capacity quota exceeded', /database is full.*Delete keys.*plan/],
	["OOM command not allowed when used memory > 'maxmemory'.", /database is full.*Delete keys/],
	["OOM command not allowed when used memory > 'maxmemory'. script: 9b3f, on @user_script:24.", /database is full/],
	['ERR Error running script (call to f_9b3f): @user_script:24: @user_script: 24: -OOM command not allowed', /./],
	['ERR Error running script (call to f_9b3f): @user_script:24: OOM command not allowed', /database is full/],
	['ERR max request size exceeded', /request is larger.*split/],
	[
		'ERR max request size exceeded. Limit: 1048576 bytes, Actual: 1176577 bytes. See https://upstash.com/docs',
		/request is larger/,
	],
	['ERR max single record size exceeded', /entry under this key.*split/],
	['ERR max key size exceeded. Limit: 32768 bytes, Actual: 40000 bytes', /key may have 32 KB.*shorten/],
	['ERR max field size exceeded. Limit: 32768 bytes, Actual: 40000 bytes', /32 KB.*shorten/],
	['ERR max member size exceeded. Limit: 32768 bytes, Actual: 40000 bytes', /32 KB.*shorten/],
	['ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.', /day's requests.*plan/],
	['ERR max requests limit exceeded. Limit: 500000, Usage: 500001.', /month's requests.*plan/],
	[
		'ERR This database has been suspended for exceeding the defined budget limit. Please increase budget',
		/suspended.*budget/,
	],
	['ERR max concurrent connections exceeded', /Too many clients/],
	['ERR max number of clients reached', /Too many clients/],
	['ERR max commands per second exceeded', /Too many commands.*[Ss]pread/],
	['ERR max daily bandwidth exceeded', /bandwidth.*plan/],
	['NOAUTH Authentication required.', /token/],
	['WRONGPASS invalid or missing auth token', /UPSTASH_REDIS_REST_TOKEN/],
	["NOPERM this user has no permissions to run the 'eval' command", /standard token, not the read-only one/],
	["READONLY You can't write against a read only replica.", /replica/],
	['BUSY Redis is busy running a script.', /script has kept the database busy/],
	['BUSYKEY Target key name already exists.', /key exists already/],
	['BUSYGROUP Consumer Group name already exists', /consumer group exists/],
	["NOGROUP No such key 's' or consumer group 'g'", /XGROUP CREATE/],
	['NOSCRIPT No matching script. Please use EVAL.', /whole script with EVAL/],
	['LOADING Redis is loading the dataset in memory', /starting/],
	['MASTERDOWN Link with MASTER is down', /starting or failing over/],
	["CROSSSLOT Keys in request don't hash to the same slot", /hash tag/],
	['MOVED 3999 127.0.0.1:6381', /REST URL/],
	['MISCONF Redis is configured to save RDB snapshots', /disk/],
	[
		'EXECABORT Transaction discarded because of previous errors: ERR max key size exceeded',
		/Nothing of the transaction was carried out\. A key may have 32 KB/,
	],
	['EXECABORT Transaction discarded because of previous errors.', /Nothing of the transaction/],
	["ERR Dynamic keys are not allowed in Lua scripts when 'allow-key-locking' flag is set. Key was: k", /KEYS/],
	['ERR XReadGroup is cancelled. Pending Entries List limit per consumer is about to be reached.', /XACK/],
	['ERR increment or decrement would overflow', /64-bit/],
	['WRONGTYPE Operation against a key holding the wrong kind of value', /another type/],
	["ERR Command is not available: 'SUBSCRIBE'. See https://upstash.com", /does not offer/],
	['ERR something that nobody has seen', /reason above/],
];

test.each(cases)('%s', (words, advice) => {
	expect(adviceForRedisWords(words)).toMatch(advice);
});

test.each([
	['ERR max commands per second exceeded', true],
	['ERR max concurrent connections exceeded', true],
	['LOADING Redis is loading the dataset in memory', true],
	['BUSY Redis is busy running a script.', true],
	['EXECABORT Transaction discarded because of previous errors: ERR max commands per second exceeded', true],
	['ERR max daily request limit exceeded', false],
	['ERR max requests limit exceeded', false],
	['ERR DB capacity quota exceeded', false],
	['ERR max request size exceeded', false],
	['WRONGTYPE Operation against a key', false],
])('whether "%s" heals: %s', (words, heals) => {
	expect(isPassing(words)).toBe(heals);
	expect(failureKindOfRedis(words)).toBe(heals ? 'rateLimited' : 'refused');
});

describeOnEachBackend('Upstash: what is refused', (upstash) => {
	test.each([400, 403, 413, 429, 503])('a quota with status %i is said, and not asked for again', async (status) => {
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status,
			times: 9,
			body: { error: 'ERR max requests limit exceeded. Limit: 500000, Usage: 500001.' },
		});
		const { message, advice } = await upstash.failure('key', 'get', { key: 'k' });
		expect(message).toBe('Redis refused GET: ERR max requests limit exceeded. Limit: 500000, Usage: 500001.');
		expect(advice).toContain('month');
		expect(upstash.sandbox.requests()).toHaveLength(1);
	});

	test.each([400, 403, 429])(
		'a throttle with status %i heals, also of a write that must not happen twice',
		async (status) => {
			upstash.sandbox.addFault({
				platform: 'upstash',
				kind: 'status',
				status,
				times: 2,
				body: { error: 'ERR max commands per second exceeded' },
			});
			expect(await upstash.run('key', 'increment', { key: 'n' })).toMatchObject({ value: 1 });
			expect(upstash.sandbox.requests()).toHaveLength(3);
		},
	);

	test('a throttle that does not heal names itself', async () => {
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status: 400,
			times: 9,
			body: { error: 'ERR max concurrent connections exceeded' },
		});
		const { message, advice } = await upstash.failure('key', 'set', { key: 'k', value: 'v' });
		expect(message).toContain('max concurrent connections exceeded');
		expect(advice).toContain('even after waiting');
	});

	test.each([['pipeline'], ['transaction']])(
		'in a %s: a throttle of all commands heals, one of some does not repeat the others',
		async (operation) => {
			const throttled = { error: 'ERR max commands per second exceeded' };
			const commands = '[["INCR", "n"], ["INCR", "n"]]';
			upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 200, body: [throttled, throttled] });
			expect(await upstash.run('command', operation, { commands })).toMatchObject({
				results: [{ result: 1 }, { result: 2 }],
			});
			upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 200, body: [{ result: 3 }, throttled] });
			const { message, advice } = await upstash.failure('command', operation, { commands });
			expect(message).toContain('command 2 (INCR): ERR max commands per second exceeded. The other one took effect');
			expect(advice).toContain('Too many commands');
			expect(await upstash.redis('GET', 'n')).toBe('2');
		},
	);

	test.each([['pipeline'], ['transaction']])("in a %s the advice is the first refused command's", async (operation) => {
		const commands = `[["SET", "${'k'.repeat(40_000)}", "v"], ["SET", "k", "v"]]`;
		const { message, advice } = await upstash.failure('command', operation, { commands });
		expect(message).toContain('max key size exceeded');
		expect(message.length).toBeLessThan(1_000);
		expect(advice).toContain('32 KB');
	});

	test.each([
		['a key of 40,000 characters', 'set', { key: 'k'.repeat(40_000), value: 'v' }, {}, /key may have 32 KB/],
		[
			'a request that is too large',
			'set',
			{ key: 'k', value: 'v'.repeat(2_000) },
			{ maximumRequestBytes: 1_000 },
			/request is larger/,
		],
		[
			'a record that is too large',
			'set',
			{ key: 'k', value: 'v'.repeat(2_000) },
			{ maximumRecordBytes: 1_000 },
			/entry under this key/,
		],
		['a day that is used up', 'get', { key: 'k' }, { requestsLeft: 0 }, /day's requests/],
		['a spent budget', 'get', { key: 'k' }, { suspended: true }, /budget/],
	])('the sandbox refuses %s', async (_what, operation, parameters, limits, words) => {
		await upstash.limit(limits);
		expect((await upstash.failure('key', operation, parameters)).advice).toMatch(words);
	});
});
