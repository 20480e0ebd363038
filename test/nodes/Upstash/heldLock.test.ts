import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData, type IExecuteFunctions } from 'n8n-workflow';

import { upstashClient } from '../../../nodes/Upstash/api/client';
import { beat, type HoldRequest, holdLock } from '../../../nodes/Upstash/api/redis/heldLocks';
import { releaseLock } from '../../../nodes/Upstash/api/redis/locks';
import type { RedisClient } from '../../../nodes/Upstash/api/redis/redisClient';
import { prepareNode } from '../../n8n/nodeHarness';
import { describeOnEachBackend, type UpstashDriver } from './upstashDriver';

/** The client that an operation of the node has, in n8n-core's real context. */
function clientOf(upstash: UpstashDriver): RedisClient {
	const { workflow, node, additionalData } = prepareNode(upstash.nodeRun({ resource: 'lock', operation: 'acquire' }));
	const items = [{ json: {} }];
	const data = { main: [items] };
	const functions: IExecuteFunctions = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createRunExecutionData(),
		0,
		items,
		data,
		{ node, data, source: null },
		[],
	);
	return upstashClient({ functions, itemIndex: 0 });
}

describeOnEachBackend('Upstash: a lock that is held while something runs', (upstash) => {
	const name = 'site/production';
	const key = `slipway:lock:${name}`;
	const loseAnswer = (): void => void upstash.sandbox.addFault({ platform: 'upstash', kind: 'lostReply' });
	let client: RedisClient;
	beforeEach(() => {
		client = clientOf(upstash);
	});

	const release = { name, owner: 'release-a', holder: 'a1', ttlMs: 300_000, note: 'execution 1', isPerson: false };
	const hold = async (part: Partial<HoldRequest> = {}) =>
		await holdLock(client, { ...release, overruledToken: '', ...part });
	const holdForPerson = async (part: Partial<HoldRequest> = {}) =>
		await hold({ owner: 'Kim', holder: 'k1', isPerson: true, ...part });
	const beatWith = async (token: string, part: Partial<HoldRequest> & { readonly renews?: boolean } = {}) =>
		await beat(client, { turn: undefined, locks: [{ ...release, token, ...part }], renews: part.renews ?? true });

	test('is taken by one of two, and each knows which', async () => {
		const outcomes = await Promise.all([hold(), hold({ owner: 'release-b', holder: 'b1' })]);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['acquired', 'heldByOther']);
	});

	test('is taken over by one of two persons, and the other waits for that one', async () => {
		const { token = '' } = await hold();
		expect(await holdForPerson()).toMatchObject({ outcome: 'stopAsked', token });
		const outcomes = await Promise.all([
			holdForPerson({ overruledToken: token }),
			holdForPerson({ owner: 'Alex', holder: 'x1', overruledToken: token }),
		]);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['acquired', 'heldByPerson']);
	});

	test('of a person who is dead is asked for like any other', async () => {
		await holdForPerson();
		await upstash.redis('PEXPIRE', key, 300_000 - 41_000);
		expect(await holdForPerson({ owner: 'Alex', holder: 'x1' })).toMatchObject({ outcome: 'stopAsked' });
	});

	test('tells its holder who asks to stop, and a later holder nothing of it', async () => {
		const { token = '' } = await hold();
		await holdForPerson();
		expect(await beatWith(token)).toEqual({
			isTurnLost: false,
			locks: [{ outcome: 'held', stopAskedBy: 'Kim' }],
		});
		await releaseLock(client, release, 'a1');
		const again = await hold();
		expect(await beatWith(again.token ?? '')).toMatchObject({ locks: [{ outcome: 'held', stopAskedBy: '' }] });
	});

	test('tells its holder that a person has it by now', async () => {
		const { token = '' } = await hold();
		await holdForPerson();
		await holdForPerson({ overruledToken: token });
		expect(await beatWith(token)).toMatchObject({ locks: [{ outcome: 'heldByOther', stopAskedBy: 'Kim' }] });
		expect(await releaseLock(client, release, 'a1')).toMatchObject({ outcome: 'heldByOther' });
		expect(await upstash.redis('HGET', key, 'owner')).toBe('Kim');
	});

	test('is not taken from a holder that came after the one who was asked to stop', async () => {
		const { token = '' } = await hold();
		await holdForPerson();
		await releaseLock(client, release, 'a1');
		await hold({ owner: 'release-b', holder: 'b1' });
		expect(await holdForPerson({ overruledToken: token })).toMatchObject({ outcome: 'stopAsked' });
		expect(await upstash.redis('HGET', key, 'owner')).toBe('release-b');
	});

	test("is its release's in whichever of its runs, and an earlier run frees it no more", async () => {
		const first = await hold();
		expect(await hold({ holder: 'a2' })).toMatchObject({ outcome: 'alreadyHeld', token: first.token });
		expect(await beatWith(first.token ?? '')).toMatchObject({ locks: [{ outcome: 'takenUp' }] });
		expect(await releaseLock(client, release, 'a1')).toMatchObject({ outcome: 'takenUp' });
		expect(await upstash.redis('EXISTS', key)).toBe(1);
		expect(await releaseLock(client, release, 'a2')).toMatchObject({ outcome: 'released' });
	});

	test('is renewed by a beat that renews, and only looked at by another', async () => {
		const { token = '' } = await hold();
		await upstash.redis('PEXPIRE', key, 100_000);
		await beatWith(token, { renews: false });
		expect(Number(await upstash.redis('PTTL', key))).toBeLessThanOrEqual(100_000);
		await beatWith(token);
		expect(Number(await upstash.redis('PTTL', key))).toBeGreaterThan(299_000);
	});

	test('that ran out is seen as free', async () => {
		const { token = '' } = await hold();
		await upstash.expireLock(name);
		expect(await beatWith(token)).toMatchObject({ locks: [{ outcome: 'free', stopAskedBy: '' }] });
	});

	test('beats for thirty locks and a turn in one request', async () => {
		const locks = [];
		for (let place = 0; place < 30; place++) {
			const lock = { ...release, name: `service-${place}/production` };
			const { token = '' } = await hold(lock);
			locks.push({ ...lock, token });
		}
		const before = upstash.sandbox.requests({ platform: 'upstash' }).length;
		const answer = await beat(client, {
			turn: { name: 'repository@main', owner: 'release-a', execution: '1@x' },
			locks,
			renews: true,
		});
		expect(upstash.sandbox.requests({ platform: 'upstash' })).toHaveLength(before + 1);
		expect(answer.locks.every(({ outcome }) => outcome === 'held')).toBe(true);
		expect(answer.isTurnLost).toBe(true);
	});

	describe('whose answer is lost', () => {
		test('is held all the same, with one token', async () => {
			loseAnswer();
			expect(await hold()).toMatchObject({ outcome: 'alreadyHeld', token: '1' });
		});

		test('is taken over once', async () => {
			const { token = '' } = await hold();
			await holdForPerson();
			loseAnswer();
			expect(await holdForPerson({ overruledToken: token })).toMatchObject({ outcome: 'alreadyHeld', token: '2' });
		});

		test('is renewed, and freed', async () => {
			const { token = '' } = await hold();
			loseAnswer();
			expect(await beatWith(token)).toMatchObject({ locks: [{ outcome: 'held' }] });
			loseAnswer();
			expect(await releaseLock(client, release, 'a1')).toMatchObject({ outcome: 'alreadyReleased' });
		});
	});

	test('in a full database lives on, hears a person, and is freed', async () => {
		const { token = '' } = await hold();
		await upstash.redis('PEXPIRE', key, 100_000);
		await holdForPerson();
		await upstash.redis('HSET', 'slipway:turn:r@main', 'owner', 'release-a', 'execution', '1@x');
		await upstash.limit({ full: true });
		const turn = { name: 'r@main', owner: 'release-a', execution: '1@x' };
		expect(await beat(client, { turn, locks: [{ ...release, token }], renews: true })).toEqual({
			isTurnLost: false,
			locks: [{ outcome: 'held', stopAskedBy: 'Kim' }],
		});
		expect(Number(await upstash.redis('PTTL', key))).toBeGreaterThan(299_000);
		expect(await releaseLock(client, release, 'a1')).toMatchObject({ outcome: 'released' });
		expect(await upstash.redis('EXISTS', key)).toBe(0);
	});
});
