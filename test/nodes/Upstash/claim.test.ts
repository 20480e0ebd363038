import type { IDataObject } from 'n8n-workflow';

import { mapConcurrently } from '../../../nodes/shared/waiting/mapConcurrently';
import { sandboxUpstashToken as token } from '../../../sandbox/upstash';
import { describeOnEachBackend } from './upstashDriver';

describeOnEachBackend('Upstash: Claim', (upstash) => {
	const key = 'delivery/1';
	const secondKey = 'candlefish-ai/paintbox@abc1234/production';

	const begin = async (owner: string, extra: IDataObject = {}): Promise<IDataObject> =>
		await upstash.run('claim', 'begin', { key, secondKey, owner, ...extra } as { key: string });
	const complete = async (claimToken: unknown, outcome: unknown = { deploy: 'd1' }) =>
		await upstash.run('claim', 'complete', {
			claimToken: String(claimToken),
			outcome: JSON.stringify(outcome),
		});
	const fail = async (claimToken: unknown, reason = 'the build failed') =>
		await upstash.run('claim', 'fail', { claimToken: String(claimToken), reason });

	test('the first is granted, the second learns who runs it', async () => {
		const first = await begin('a');
		expect(first).toMatchObject({
			granted: true,
			state: 'running',
			attempt: 1,
			by: 'a',
			repeated: false,
			previous: null,
			keys: [key, secondKey],
		});
		const second = await begin('b');
		expect(second).toMatchObject({
			granted: false,
			state: 'running',
			attempt: 1,
			by: 'a',
			since: first.since,
			blockedBy: key,
			outcome: null,
		});
		expect(second).not.toHaveProperty('claimToken');
	});

	test('either key alone stands in the way', async () => {
		await begin('a');
		expect(await begin('b', { key: 'delivery/2' })).toMatchObject({ granted: false, blockedBy: secondKey });
		expect(await begin('b', { secondKey: 'other' })).toMatchObject({ granted: false, blockedBy: key });
		// Nothing is taken of a pair that was refused.
		expect(await begin('c', { key: 'delivery/2', secondKey: 'other' })).toMatchObject({ granted: true });
	});

	test('what is done is not run again, and its outcome is given', async () => {
		const { claimToken } = await begin('a');
		const done = await complete(claimToken, { deploy: 'd1', live: true });
		expect(done).toMatchObject({
			completed: true,
			state: 'done',
			repeated: false,
			outcome: { deploy: 'd1', live: true },
		});
		for (const keys of [{}, { key: 'delivery/2' }, { secondKey: '' }]) {
			expect(await begin('b', keys)).toMatchObject({
				granted: false,
				state: 'done',
				by: 'a',
				outcome: { deploy: 'd1', live: true },
				finishedAt: done.finishedAt,
			});
		}
		expect(await begin('a')).toMatchObject({ granted: false, state: 'done' });
	});

	test('what failed may run again, as the next attempt', async () => {
		const { claimToken } = await begin('a');
		expect(await fail(claimToken, 'exit code 2')).toMatchObject({
			failed: true,
			state: 'failed',
			reason: 'exit code 2',
		});
		expect(await begin('b')).toMatchObject({
			granted: true,
			attempt: 2,
			previous: { state: 'failed', by: 'a', reason: 'exit code 2' },
		});
	});

	test("a dead run's work is granted once its lease is over, and its late end is refused", async () => {
		const first = await begin('a');
		await upstash.endLease(key, secondKey);
		expect(await upstash.run('claim', 'inspect', { key })).toMatchObject({ state: 'abandoned', by: 'a' });
		const second = await begin('b');
		expect(second).toMatchObject({ granted: true, attempt: 2, previous: { state: 'abandoned', by: 'a' } });
		const { message, advice } = await upstash.failure('claim', 'complete', { claimToken: String(first.claimToken) });
		expect(message).toContain('attempt 2 has had it since');
		expect(message).toContain('by b');
		expect(advice).toContain('lease');
		const returned = await upstash.run('claim', 'fail', { claimToken: String(first.claimToken), ifNotHeld: 'return' });
		expect(returned).toMatchObject({ failed: false, why: 'lost', by: 'b', state: 'running' });
		expect(await complete(second.claimToken)).toMatchObject({ completed: true, attempt: 2 });
	});

	test('a run that outlived its lease may still end it while nobody has taken it', async () => {
		const { claimToken } = await begin('a');
		await upstash.endLease(key, secondKey);
		expect(await complete(claimToken)).toMatchObject({ completed: true });
	});

	test('taken over by one key only, the other does not let the old run end it', async () => {
		const first = await begin('a');
		await upstash.endLease(key, secondKey);
		expect(await begin('b', { key: 'delivery/2' })).toMatchObject({ granted: true, attempt: 2 });
		const answer = await upstash.run('claim', 'complete', {
			claimToken: String(first.claimToken),
			ifNotHeld: 'return',
		});
		expect(answer).toMatchObject({ completed: false, why: 'lost', by: 'b' });
	});

	test('a lost answer to Begin is granted again: same attempt, same token', async () => {
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		const first = await begin('a');
		expect(first).toMatchObject({ granted: true, attempt: 1, repeated: true });
		const again = await begin('a');
		expect(again).toMatchObject({ granted: true, attempt: 1, claimToken: first.claimToken });
		expect(await complete(again.claimToken)).toMatchObject({ completed: true });
	});

	test('lost answers to Complete and Fail end as one end', async () => {
		const first = await begin('a');
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		expect(await fail(first.claimToken)).toMatchObject({ failed: true });
		const second = await begin('a');
		expect(second).toMatchObject({ granted: true, attempt: 2 });
		upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
		expect(await complete(second.claimToken)).toMatchObject({ completed: true });
		// The first outcome stays.
		expect(await complete(second.claimToken, 'another')).toMatchObject({
			completed: true,
			repeated: true,
			outcome: { deploy: 'd1' },
		});
	});

	test('it ends once', async () => {
		const { claimToken } = await begin('a');
		await complete(claimToken);
		const { message, advice } = await upstash.failure('claim', 'fail', { claimToken: String(claimToken) });
		expect(message).toMatch(/was not marked failed: it was marked done at \d{4}/);
		expect(advice).toContain('ends once');
		expect(await upstash.run('claim', 'inspect', { key: secondKey })).toMatchObject({ state: 'done' });
	});

	test('a forgotten record is said', async () => {
		const { claimToken } = await begin('a');
		await upstash.redis('DEL', `slipway:claim:${secondKey}`);
		const { message } = await upstash.failure('claim', 'complete', { claimToken: String(claimToken) });
		expect(message).toContain('its record no longer exists');
	});

	test('records expire with the TTL, which starts anew at the end', async () => {
		const { claimToken } = await begin('a', { leaseSeconds: 60, ttlSeconds: 600 });
		await upstash.redis('PEXPIRE', `slipway:claim:${key}`, 100_000);
		await complete(claimToken);
		for (const each of [key, secondKey]) {
			expect(Number(await upstash.redis('PTTL', `slipway:claim:${each}`))).toBeGreaterThan(590_000);
		}
	});

	test('inspects what nobody began, and changes nothing', async () => {
		expect(await upstash.run('claim', 'inspect', { key })).toMatchObject({ state: 'none', attempt: null, by: null });
		expect(await upstash.redis('EXISTS', `slipway:claim:${key}`)).toBe(0);
	});

	test('very many at once, fifty side by side: one is granted', async () => {
		// The embedded Lua is a hundred times slower than Redis' own.
		const many = upstash.backend === 'embedded' ? 200 : 1_000;
		const owners = Array.from({ length: many }, (_, index) => `owner-${index}`);
		const answers = await mapConcurrently(owners, 50, async (owner) => await begin(owner));
		const granted = answers.filter((answer) => answer.granted);
		expect(granted).toHaveLength(1);
		expect(new Set(answers.map(({ by }) => by))).toEqual(new Set([granted[0]?.by]));
	});

	test('two items of one execution do not count as one', async () => {
		const output = await upstash.runItems('claim', 'begin', { key, secondKey }, [{ json: {} }, { json: {} }]);
		expect(output.map(({ json }) => json.granted)).toEqual([true, false]);
	});

	test.each([
		['begin', { key: '' }, 'Key is empty'],
		['begin', { key, leaseSeconds: 100, ttlSeconds: 10 }, 'TTL of 10 s is shorter than the lease of 100 s'],
		['complete', { claimToken: 'made-up' }, 'not one that Claim: Begin gave'],
		['complete', { claimToken: '' }, 'Claim Token is empty'],
		['complete', { claimToken: 'x.WyJhIl0', outcome: '{' }, 'Outcome is not JSON'],
	])('%s refuses %j', async (operation, parameters, words) => {
		const { message } = await upstash.failure('claim', operation, parameters);
		expect(message).toContain(words);
		expect(message).not.toContain(token);
	});
});
