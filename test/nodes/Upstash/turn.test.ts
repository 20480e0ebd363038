import { TurnDriver, turnName } from './turnDriver';
import { describeOnEachBackend } from './upstashDriver';

describeOnEachBackend('Upstash: a turn', (upstash) => {
	const turns = new TurnDriver(upstash);
	const key = `slipway:turn:${turnName}`;
	const loseAnswer = (): void => void upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });

	test('is taken by one of two that ask, and the other gets no item', async () => {
		const asked = await Promise.all([turns.ask('1', 'release-a'), turns.ask('2', 'release-b')]);
		expect(asked.filter((item) => item !== undefined)).toHaveLength(1);
		const taken = asked.find((item) => item !== undefined);
		expect(taken).toMatchObject({
			why: 'push',
			releaseId: taken === asked[0] ? 'release-a' : 'release-b',
			turn: { name: turnName, taken: true, notes: null, restarts: 0, previousOwner: '' },
		});
	});

	test('gives no item also where the result goes into a field, and says who has it when told to', async () => {
		await turns.ask('1', 'release-a');
		expect(await turns.run('2', 'ask', { owner: 'release-b', item: {}, putResultInField: 'asked' })).toEqual([]);
		expect(await turns.ask('2', 'release-b', { ifTaken: 'return' })).toMatchObject({
			releaseId: 'release-b',
			turn: { taken: false, owner: 'release-a', executionId: '1', count: 3 },
		});
	});

	test('knows no case in the name of a repository, as GitHub', async () => {
		await turns.ask('1', 'release-a');
		expect(await turns.ask('2', 'release-b', { turnName: 'Candlefish-AI/Candlefish@main' })).toBeUndefined();
		expect(await turns.ask('2', 'release-b', { turnName: 'candlefish-ai/candlefish@Main' })).toBeDefined();
	});

	test('a thousand asks while one looks: one more look', async () => {
		await turns.ask('1', 'release-a');
		await turns.look('1', 'release-a');
		const asks = Array.from({ length: 1000 }, (_ask, count) => ({ json: { owner: `release-${count}` } }));
		const lanes = Array.from({ length: 10 }, (_lane, lane) => asks.slice(lane * 100, lane * 100 + 100));
		const given = lanes.map(
			async (items) => await upstash.runItems('turn', 'ask', { turnName, owner: '={{ $json.owner }}' }, items),
		);
		expect((await Promise.all(given)).flat()).toEqual([]);
		expect(await turns.leave('1', 'release-a')).toBe(true);
		expect(await turns.look('1', 'release-a')).toMatchObject({ turn: { count: 1001 } });
		expect(await turns.leave('1', 'release-a')).toBe(false);
		expect(await turns.ask('2', 'release-b')).toBeDefined();
	}, 60_000);

	test('what is asked for after the look and before the end is looked at', async () => {
		await turns.ask('1', 'release-a');
		await turns.look('1', 'release-a');
		await turns.ask('2', 'release-b');
		const [again] = await turns.run('1', 'leave', { owner: 'release-a' });
		expect(again).toMatchObject({ why: 'push', releaseId: 'release-a', again: true });
		// It still has the turn.
		expect(await turns.ask('3', 'release-c')).toBeUndefined();
	});

	test('hands on, with each look, what the ledger did not take of that branch', async () => {
		await turns.ask('1', 'release-a');
		const row = { service: 'api', branch: 'Main', release_id: 'd/1', started_at: '2026-11-27T03:00:00.000Z' };
		await upstash.redis('HSET', 'slipway:rows', 'd/1/api/deploy', JSON.stringify(row));
		await upstash.redis('HSET', 'slipway:rows', 'd/2/api/deploy', JSON.stringify({ ...row, branch: 'staging' }));
		expect(await turns.look('1', 'release-a', { branch: 'Main' })).toMatchObject({ keptRows: [row] });
		expect(await turns.look('1', 'release-a', { release: { branch: 'Main' } })).toMatchObject({ keptRows: [row] });
		await upstash.redis('DEL', 'slipway:rows');
		expect(await turns.look('1', 'release-a', { branch: 'Main' })).toMatchObject({ keptRows: [] });
	});

	test('remembers notes, head and when to look again, for the next run', async () => {
		await turns.ask('1', 'release-a');
		await turns.look('1', 'release-a');
		const notes = { head: 'abc', said: ['unseen'] };
		await turns.leave('1', 'release-a', { notes, head: 'abc', lookAgainAt: '2026-11-27T12:00:00.000Z' });
		expect(await upstash.redis('HMGET', key, 'head', 'lookAgainAt', 'owner', 'leaseUntil', 'item')).toEqual([
			'abc',
			'2026-11-27T12:00:00.000Z',
			null,
			null,
			null,
		]);
		expect(await turns.ask('2', 'release-b')).toMatchObject({ turn: { notes } });
		expect(await turns.look('2', 'release-b')).toMatchObject({ turn: { notes } });
	});

	test('hands the item on that came in, over what was asked for at first', async () => {
		await turns.ask('1', 'release-a', { item: { why: 'push' } });
		expect(await turns.look('1', 'release-a')).toMatchObject({ why: 'push', releaseId: 'release-a' });
		expect(await turns.look('1', 'release-a', { why: 'a later round' })).toMatchObject({ why: 'a later round' });
	});

	test('hands a wish to exactly one look, and says when it was made', async () => {
		await turns.ask('1', 'release-a');
		expect(await turns.look('1', 'release-a')).toMatchObject({ wish: false, wishedAt: '' });
		await turns.ask('2', 'release-b', { wish: true });
		await turns.ask('3', 'release-c', { item: { wish: true } });
		const looked = await turns.look('1', 'release-a');
		expect(looked).toMatchObject({ wish: true });
		expect(Date.parse(String(looked.wishedAt))).toBeGreaterThan(0);
		expect(await turns.look('1', 'release-a')).toMatchObject({ wish: false, wishedAt: looked.wishedAt });
		await turns.leave('1', 'release-a');
		await turns.ask('4', 'release-d');
		expect(await turns.look('4', 'release-d')).toMatchObject({ wish: false, wishedAt: '' });
	});

	test("a wish that a run took before it died is the next run's", async () => {
		await turns.ask('1', 'release-a');
		await turns.ask('2', 'release-b', { wish: true });
		const { wishedAt } = await turns.look('1', 'release-a');
		await turns.beSilentFor(400);
		await turns.ask('3', 'release-c');
		expect(await turns.look('3', 'release-c')).toMatchObject({ wish: true, wishedAt });
	});

	describe('that is another run’s', () => {
		test('lapses five minutes after the last sign of life, and not before', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(290);
			expect(await turns.ask('2', 'release-b')).toBeUndefined();
			await turns.beSilentFor(11);
			expect(await turns.ask('3', 'release-c')).toMatchObject({ turn: { taken: true, previousOwner: 'release-a' } });
		});

		test('cannot be looked at, left or failed over by the one that lost it', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(301);
			await turns.ask('2', 'release-b');
			const lost = /not release-a's in this execution any more: execution 2 has it, for release-b/;
			await expect(turns.look('1', 'release-a')).rejects.toThrow(lost);
			await expect(turns.leave('1', 'release-a', { failure: 'It failed' })).rejects.toThrow(lost);
			expect(await turns.leave('2', 'release-b')).toBe(true);
		});

		test('is handed over to the execution that names the one before, with its own release only', async () => {
			await turns.ask('1', 'release-a');
			expect(await turns.ask('2', 'release-b', { previousExecution: '1' })).toBeUndefined();
			expect(await turns.ask('2', 'release-a', { previousExecution: '7' })).toBeUndefined();
			expect(await turns.ask('3', 'release-a', { previousExecution: '1' })).toMatchObject({
				turn: { executionId: '3', restarts: 0 },
			});
			await expect(turns.look('1', 'release-a')).rejects.toThrow('any more');
		});

		test('is its own release’s again after 40 s of silence', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(39);
			expect(await turns.ask('2', 'release-a')).toBeUndefined();
			await turns.beSilentFor(2);
			expect(await turns.ask('3', 'release-a')).toMatchObject({ turn: { executionId: '3', restarts: 1 } });
		});
	});

	describe('whose answer is lost', () => {
		test('is taken once, and counted once', async () => {
			loseAnswer();
			expect(await turns.ask('1', 'release-a')).toMatchObject({ turn: { taken: true, count: 1 } });
			loseAnswer();
			expect(await turns.ask('2', 'release-b')).toBeUndefined();
			expect(await turns.look('1', 'release-a')).toMatchObject({ turn: { count: 2 } });
		});

		test('gives the wish of a look all the same', async () => {
			await turns.ask('1', 'release-a', { wish: true });
			loseAnswer();
			expect(await turns.look('1', 'release-a')).toMatchObject({ wish: true });
			expect(await turns.look('1', 'release-a')).toMatchObject({ wish: false });
		});

		test('is left, or looked at again, as the first answer said', async () => {
			await turns.ask('1', 'release-a');
			loseAnswer();
			expect(await turns.leave('1', 'release-a')).toBe(true);
			await turns.look('1', 'release-a');
			loseAnswer();
			expect(await turns.leave('1', 'release-a')).toBe(false);
			expect(await turns.ask('2', 'release-b')).toBeDefined();
		});

		test('is claimed by the caller that lost it, and by no other', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(41);
			loseAnswer();
			expect(await turns.takeOver('1')).toMatchObject({ isDead: true, restarts: 1 });
			expect(await turns.takeOver('1')).toMatchObject({ isDead: false, outcome: 'claimedBefore', restarts: 1 });
		});
	});

	test('no request that comes a second time, late, changes anything', async () => {
		const sent: string[] = [];
		const stopListening = upstash.sandbox.onExchange(({ requestBody }) => void sent.push(requestBody.toString()));
		const sendAgain = async (): Promise<void> => {
			for (const body of [...sent]) await upstash.redis(...(JSON.parse(body) as string[]));
		};
		const stored = async (): Promise<unknown> => await upstash.redis('HGETALL', key);
		await turns.ask('1', 'release-a');
		await turns.ask('2', 'release-b', { wish: true });
		await turns.leave('1', 'release-a');
		await turns.look('1', 'release-a');
		stopListening();
		// Else the answer "again" of a leave would leave it now, while it looks.
		const looking = await stored();
		await sendAgain();
		expect(await stored()).toEqual(looking);
		await turns.leave('1', 'release-a');
		const left = await stored();
		await sendAgain();
		expect(await stored()).toEqual(left);
		await turns.ask('3', 'release-c');
		const taken = await stored();
		await sendAgain();
		expect(await stored()).toEqual(taken);
	});

	describe('of a dead execution', () => {
		test('is claimed by one of two that were told of the death', async () => {
			await turns.ask('1', 'release-a', { item: { repository: 'candlefish-ai/candlefish', wish: false } });
			await turns.beSilentFor(41);
			const results = await Promise.all([turns.takeOver('1'), turns.takeOver('1')]);
			expect(results.filter(({ isDead }) => isDead === true)).toEqual([
				{
					executionId: '1',
					isFound: true,
					isDead: true,
					outcome: 'dead',
					turnName,
					owner: 'release-a',
					restarts: 1,
					item: {
						repository: 'candlefish-ai/candlefish',
						wish: false,
						releaseId: 'release-a',
						previousExecution: '1',
						why: 'restarted',
					},
				},
			]);
		});

		test('counts how often a release was taken up, until another release begins', async () => {
			for (const [execution, restarts] of [
				['1', 1],
				['2', 2],
				['3', 3],
			] as const) {
				await turns.ask(execution, 'release-a', { previousExecution: String(Number(execution) - 1) });
				await turns.beSilentFor(41);
				expect(await turns.takeOver(execution)).toMatchObject({ isDead: true, restarts });
			}
			await turns.ask('4', 'release-a', { previousExecution: '3' });
			await turns.look('4', 'release-a');
			await turns.leave('4', 'release-a');
			expect(await turns.ask('5', 'release-b')).toMatchObject({ turn: { restarts: 0 } });
		});

		test('counts a release that is taken up after its lease has lapsed, once, whoever finds it', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(301);
			expect(await turns.ask('2', 'release-a', { previousExecution: '1' })).toMatchObject({ turn: { restarts: 1 } });
			await turns.beSilentFor(301);
			await turns.takeOver('2');
			expect(await turns.ask('3', 'release-a', { previousExecution: '2' })).toMatchObject({ turn: { restarts: 2 } });
		});

		test('is found only when that execution took one, and is over once another has it or it was left', async () => {
			await turns.ask('1', 'release-a');
			expect(await turns.takeOver('99')).toMatchObject({ isFound: false, isDead: false, item: null });
			// What it called is reported, and it is not.
			await turns.beSilentFor(41);
			expect(await turns.takeOver('98, 97,')).toMatchObject({ isFound: false });
			expect(await turns.takeOver('99, 1')).toMatchObject({ isDead: true, executionId: '1' });
			expect(await turns.takeOver('98,1')).toMatchObject({ isDead: false, outcome: 'claimedBefore' });
			await turns.ask('2', 'release-a', { previousExecution: '1' });
			expect(await turns.takeOver('1')).toMatchObject({ isFound: true, isDead: false, outcome: 'over' });
			await turns.look('2', 'release-a');
			await turns.leave('2', 'release-a');
			expect(await turns.takeOver('2')).toMatchObject({ isFound: true, isDead: false, outcome: 'over' });
		});

		test('is not claimed when it gives a sign of life meanwhile', async () => {
			await turns.ask('1', 'release-a');
			upstash.onSleep = async () => {
				await turns.look('1', 'release-a');
			};
			expect(await turns.takeOver('1')).toMatchObject({ isDead: false, outcome: 'alive' });
		});

		test('is waited for until it has been silent long enough', async () => {
			await turns.ask('1', 'release-a');
			await turns.beSilentFor(20);
			let sleptMs = 0;
			upstash.onSleep = async (durationMs) => {
				sleptMs += durationMs;
				upstash.nowMs += durationMs;
				await turns.beSilentFor(durationMs / 1000);
			};
			expect(await turns.takeOver('1')).toMatchObject({ isDead: true });
			expect(sleptMs).toBeGreaterThanOrEqual(19_000);
			expect(sleptMs).toBeLessThanOrEqual(25_000);
		});
	});

	describe('that is left', () => {
		test('fails the run with exactly the text it is told, after it was left', async () => {
			await turns.ask('1', 'release-a');
			await turns.look('1', 'release-a');
			const failure = 'The gateway did not answer. The person on call was told.';
			await expect(turns.leave('1', 'release-a', { failure })).rejects.toMatchObject({ message: failure });
			expect(await turns.ask('2', 'release-b')).toBeDefined();
		});

		test('does not fail the run that has to look again', async () => {
			await turns.ask('1', 'release-a');
			expect(await turns.leave('1', 'release-a', { failure: 'It failed' })).toBe(true);
		});

		test('notes what GitHub Watch looks at, and forgets a repository without anything to look at', async () => {
			const repository = 'candlefish-ai/candlefish';
			const watched = { id: '123', branches: ['main', 'staging'], releases: [] };
			await turns.ask('1', 'release-a');
			await turns.leave('1', 'release-a', { watch: { repository, ...watched } });
			expect(JSON.parse(String(await upstash.redis('HGET', 'slipway:watch', repository)))).toEqual(watched);
			await turns.leave('1', 'release-a', { watch: {} });
			expect(await upstash.redis('HEXISTS', 'slipway:watch', repository)).toBe(1);
			await turns.look('1', 'release-a');
			await turns.leave('1', 'release-a', { watch: { repository, id: '123', branches: [], releases: [] } });
			expect(await upstash.redis('HEXISTS', 'slipway:watch', repository)).toBe(0);
		});

		test('ends the run quietly while Upstash is away, and with its failure when it has one', async () => {
			await turns.ask('1', 'release-a');
			upstash.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 'always' });
			expect(await turns.run('1', 'leave', { owner: 'release-a' })).toEqual([]);
			await expect(turns.leave('1', 'release-a', { failure: 'It failed' })).rejects.toMatchObject({
				message: 'It failed',
			});
			await expect(turns.leave('1', 'release-a', { ifNotAskedAgain: 'return' })).rejects.toThrow('503');
		});
	});

	test.each([
		['ask', { turnName: '' }, 'Turn Name is empty'],
		['ask', { item: '[1]' }, 'Item is not an object'],
		['leave', { owner: 'a', watch: '[1]' }, 'Watch is not an object'],
		['takeOver', { executionId: '' }, 'Execution ID is empty'],
		['takeOver', { executionId: '1', silentSeconds: 0 }, 'Silent For (Seconds) must be a number of at least 1'],
	])('%s refuses %j', async (operation, parameters, words) => {
		await expect(turns.run('1', operation, parameters)).rejects.toThrow(words);
	});
});
