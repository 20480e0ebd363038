import { SlipwayUpstashRedisApi } from '../../../credentials/SlipwayUpstashRedisApi.credentials';
import { describeOnEachBackend } from './upstashDriver';

describeOnEachBackend('Upstash: Command', (upstash) => {
	test('runs a line as redis-cli reads it', async () => {
		const line = 'HSET h \'single "quoted"\' "double \\"quoted\\" text" empty ""';
		expect(await upstash.run('command', 'run', { line })).toEqual({ command: 'HSET', result: 2 });
		expect(await upstash.redis('HGET', 'h', 'single "quoted"')).toBe('double "quoted" text');
		expect(await upstash.redis('HGET', 'h', 'empty')).toBe('');
		const all = await upstash.run('command', 'run', { line: 'hmget h empty none' });
		expect(all).toEqual({ command: 'HMGET', result: ['', null] });
	});

	test('runs a list of words, numbers and objects included', async () => {
		await upstash.run('command', 'run', { givenAs: 'words', words: '["SET", "k", {"a": 1}]' });
		const answer = await upstash.run('command', 'run', { givenAs: 'words', words: '["GET", "k"]', parseJson: true });
		expect(answer).toEqual({ command: 'GET', result: { a: 1 } });
	});

	test('a pipeline and a transaction answer in order', async () => {
		const commands = '[["SET", "k", "1"], "INCRBY k 41", ["GET", "k"]]';
		for (const operation of ['pipeline', 'transaction']) {
			expect(await upstash.run('command', operation, { commands })).toEqual({
				results: [
					{ command: 'SET', result: 'OK' },
					{ command: 'INCRBY', result: 42 },
					{ command: 'GET', result: '42' },
				],
			});
		}
	});

	test.each(['pipeline', 'transaction'])(
		'a command refused within a %s is a failure without values',
		async (operation) => {
			const commands = '[["SET", "k", "private-value"], ["INCRBY", "k", "7777"], ["SET", "after", "x"]]';
			const { message, advice } = await upstash.failure('command', operation, { commands });
			expect(message).toContain('refused 1 of 3 commands: command 2 (INCRBY)');
			expect(message).toContain('The other 2 took effect');
			expect(message).not.toMatch(/private-value|7777/);
			expect(advice).toContain('whole number');
			expect(await upstash.redis('GET', 'after')).toBe('x');
		},
	);

	test('a transaction with a command that does not exist does nothing', async () => {
		const commands = '[["SET", "k", "private-value"], ["NOSUCHTHING", "private-value"]]';
		const { message } = await upstash.failure('command', 'transaction', { commands });
		expect(message).not.toContain('private-value');
		expect(await upstash.redis('EXISTS', 'k')).toBe(0);
	});

	test('with a result field, what Redis refuses is a result, and what was entered wrongly stops the run', async () => {
		await upstash.redis('SET', 'word', 'private-value');
		const refused = await upstash.run('command', 'run', { line: 'INCR word', putResultInField: 'redis' });
		expect(refused.redis).toMatchObject({
			ok: false,
			error: { message: expect.stringMatching(/^Redis refused INCR: /) as string, canRetry: false },
		});
		const entered = { givenAs: 'words', words: '"GET word"', putResultInField: 'redis' };
		expect((await upstash.failure('command', 'run', entered)).message).toBe('Words is a string, not a list');
		expect(
			(await upstash.failure('claim', 'complete', { claimToken: 'x', putResultInField: 'claim' })).message,
		).toContain('Claim Token');
	});

	test("an unknown command's arguments are not repeated", async () => {
		const { message, advice } = await upstash.failure('command', 'run', { line: 'NOSUCHTHING private-value ab' });
		expect(message).toMatch(/^Redis refused NOSUCHTHING: ERR/);
		expect(message).not.toMatch(/private-value|'ab'/);
		expect(advice).toContain('REST');
	});

	test('a command that Upstash does not offer', async () => {
		const { advice } = await upstash.failure('command', 'run', { line: 'SUBSCRIBE channel' });
		expect(advice).toContain('documentation');
	});

	test('a lost answer is asked for again only when the command reads', async () => {
		await upstash.redis('SET', 'k', '1');
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		expect(await upstash.run('command', 'run', { line: 'GET k' })).toMatchObject({ result: '1' });
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		await upstash.failure('command', 'run', { line: 'INCR k' });
		expect(await upstash.redis('GET', 'k')).toBe('2');
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		await upstash.failure('command', 'pipeline', { commands: '[["GET", "k"], ["INCR", "k"]]' });
		expect(await upstash.redis('GET', 'k')).toBe('3');
	});

	test.each([
		['run', { line: '' }, 'Line is empty'],
		['run', { line: 'SET k "private-value' }, 'never closed'],
		['run', { givenAs: 'words', words: '{}' }, 'neither a line nor a list'],
		['run', { givenAs: 'words', words: '["SET", "k", null]' }, 'Word 3 of Words is empty'],
		['run', { givenAs: 'words', words: '[" bad verb"]' }, 'does not begin with the name'],
		['pipeline', { commands: '[]' }, 'not a list of commands'],
		['pipeline', { commands: '[["GET", "k"], []]' }, 'Command 2 is empty'],
		['transaction', { commands: 'GET k' }, 'Commands is not JSON'],
	])('%s refuses %j', async (operation, parameters, words) => {
		const { message } = await upstash.failure('command', operation, parameters);
		expect(message).toContain(words);
		expect(message).not.toContain('private-value');
		expect(upstash.sandbox.requests()).toEqual([]);
	});
});

describeOnEachBackend('Upstash: credential and connection', (upstash) => {
	test('a wrong token', async () => {
		const wrong = 'wrong-token-of-a-test';
		const { message, advice } = await upstash.failure('lock', 'inspect', { lockName: 'l' }, { token: wrong });
		expect(message).toContain('401: WRONGPASS');
		expect(`${message}${advice}`).not.toContain(wrong);
		expect(advice).toContain('UPSTASH_REDIS_REST_TOKEN');
	});

	test.each([
		['lock', 'acquire', { lockName: 'l' }, 'EVAL'],
		['lock', 'inspect', { lockName: 'l' }, 'EVAL'],
		['claim', 'begin', { key: 'delivery/1' }, 'EVAL'],
		['rateLimit', 'check', { limitName: 'deploys' }, 'EVAL'],
		['key', 'set', { key: 'k', value: 'v' }, 'SET'],
		['key', 'increment', { key: 'k' }, 'EVAL|INCR'],
		['command', 'run', { line: 'DEL k' }, 'DEL'],
	])('a read-only token: %s %s', async (resource, operation, parameters, verb) => {
		const readOnly = 'sandbox-upstash-read-only-token';
		const { message, advice } = await upstash.failure(resource, operation, parameters, { token: readOnly });
		expect(message).toMatch(new RegExp(`^Redis refused (${verb})[A-Z]*: NOPERM`));
		expect(advice).toContain('Use the standard token, not the read-only one');
		expect(`${message}${advice}`).not.toContain(readOnly);
		expect(await upstash.redis('DBSIZE')).toBe(0);
	});

	test.each([
		['sandbox-upstash-token', 200, /"result":0/],
		['sandbox-upstash-read-only-token', 400, /NOPERM/],
		['sandbox-upstash-wrong-token', 401, /WRONGPASS/],
	])("the credential's test with the token %s: %i", async (tried, status, body) => {
		const { test: credentialTest, authenticate } = new SlipwayUpstashRedisApi();
		const baseUrl = `${upstash.sandbox.origin}/upstash`;
		const { headers } = await authenticate({ token: tried, baseUrl }, { url: '' });
		const answer = await fetch(`${baseUrl}${String(credentialTest.request.url)}`, {
			headers: headers as Record<string, string>,
		});
		expect(answer.status).toBe(status);
		expect(await answer.text()).toMatch(body);
		expect(await upstash.redis('EXISTS', 'slipway:credential-test')).toBe(0);
	});

	test('a read-only token reads', async () => {
		await upstash.redis('SET', 'k', 'v');
		const credential = { token: 'sandbox-upstash-read-only-token' };
		expect(await upstash.run('key', 'get', { key: 'k' }, credential)).toMatchObject({ value: 'v' });
	});

	test('no requests left', async () => {
		upstash.sandbox.addFault({
			platform: 'upstash',
			kind: 'status',
			status: 400,
			body: { error: 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.' },
		});
		const { advice } = await upstash.failure('key', 'get', { key: 'k' });
		expect(advice).toContain('plan');
	});

	test.each([
		['', 'is not an address'],
		['ftp://example.com', 'must be http or https'],
	])('the base URL "%s"', async (baseUrl, words) => {
		const { message } = await upstash.failure('key', 'get', { key: 'k' }, { baseUrl });
		expect(message).toContain(words);
	});

	test('a server that does not answer', async () => {
		const { message, advice } = await upstash.failure('key', 'get', { key: 'k' }, { baseUrl: 'http://127.0.0.1:1' });
		expect(message).toMatch(/refused|did not answer/);
		expect(advice).toContain('base URL');
	});

	test("an answer that is not Redis'", async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 200, body: { hello: 'there' } });
		const { message } = await upstash.failure('key', 'get', { key: 'k' });
		expect(message).toContain('no readable answer');
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 200, body: { result: 'OK' } });
		const lock = await upstash.failure('lock', 'acquire', { lockName: 'l', waitSeconds: 0 });
		expect(lock.message).toContain('cannot be read');
	});

	test('a broken gateway is tried again', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 2 });
		expect(await upstash.run('lock', 'acquire', { lockName: 'l', waitSeconds: 0 })).toMatchObject({ token: 1 });
	});
});
