import { describeOnEachBackend } from './upstashDriver';

const texts = [
	'106242075399214372653',
	'9007199254740993',
	'-9007199254740993',
	'7052e12',
	'1234e56',
	'12e4567',
	'1.10',
	'-0',
	'1e3',
	'1E3',
	'0.1000',
	'123456789.123456789123',
	'12e-7',
];

describeOnEachBackend('Upstash: numbers as they were written', (upstash) => {
	test.each(texts)('%s', async (text) => {
		await upstash.run('key', 'set', { key: 'k', value: text });
		expect(await upstash.run('key', 'get', { key: 'k', parseJson: true })).toEqual({
			key: 'k',
			exists: true,
			value: text,
		});
		const nested = `{"id":${text},"list":[${text}]}`;
		await upstash.run('key', 'set', { key: 'k', value: nested });
		expect(await upstash.run('key', 'get', { key: 'k' })).toMatchObject({ value: nested });
		expect(await upstash.run('key', 'get', { key: 'k', parseJson: true })).toMatchObject({
			value: { id: text, list: [text] },
		});
		await upstash.redis('HSET', 'h', 'field', text);
		const line = { line: 'HGETALL h', parseJson: true };
		expect(await upstash.run('command', 'run', line)).toMatchObject({ result: ['field', text] });
	});

	test('numbers that a value gives back exactly are values', async () => {
		await upstash.run('key', 'set', { key: 'k', value: '{"a":1,"b":-2.5,"c":9007199254740991,"d":true}' });
		expect(await upstash.run('key', 'get', { key: 'k', parseJson: true })).toMatchObject({
			value: { a: 1, b: -2.5, c: 9_007_199_254_740_991, d: true },
		});
	});

	test('an integer reply beyond 2^53 comes as a string, alone and in several', async () => {
		await upstash.redis('SET', 'n', '9007199254740992');
		expect(await upstash.run('command', 'run', { line: 'INCR n' })).toEqual({
			command: 'INCR',
			result: '9007199254740993',
		});
		const commands = '[["INCRBY", "n", "9000000000000000000"], ["GET", "n"]]';
		for (const operation of ['pipeline', 'transaction']) {
			await upstash.redis('SET', 'n', '7');
			expect(await upstash.run('command', operation, { commands, parseJson: true })).toEqual({
				results: [
					{ command: 'INCRBY', result: '9000000000000000007' },
					{ command: 'GET', result: '9000000000000000007' },
				],
			});
		}
		expect(await upstash.run('key', 'increment', { key: 'n', by: 1 })).toMatchObject({ value: '9000000000000000008' });
	});

	test.each([
		['run', { givenAs: 'words', words: '["SET", "k", 106242075399214372653]' }],
		['pipeline', { commands: '[["SET", "k", 106242075399214372653]]' }],
		['transaction', { commands: '[["SET", "k", 106242075399214372653]]' }],
	])('a number written into the words of %s is sent as written', async (operation, parameters) => {
		await upstash.run('command', operation, parameters);
		expect(await upstash.redis('GET', 'k')).toBe('106242075399214372653');
	});

	test('an object among the words, and an outcome, keep theirs', async () => {
		await upstash.run('command', 'run', {
			givenAs: 'words',
			words: '["SET", "k", {"rate":1.10,"id":106242075399214372653}]',
		});
		expect(await upstash.redis('GET', 'k')).toBe('{"rate":1.10,"id":106242075399214372653}');
		const { claimToken } = await upstash.run('claim', 'begin', { key: 'delivery/1' });
		const outcome = '{"commit":"7052e12","id":106242075399214372653,"rate":1.10}';
		const done = await upstash.run('claim', 'complete', { claimToken: String(claimToken), outcome });
		const kept = { commit: '7052e12', id: '106242075399214372653', rate: '1.10' };
		expect(done.outcome).toEqual(kept);
		expect(await upstash.redis('HGET', 'slipway:claim:delivery/1', 'outcome')).toBe(outcome);
		expect(await upstash.run('claim', 'inspect', { key: 'delivery/1' })).toMatchObject({ outcome: kept });
	});
});
