import fc from 'fast-check';

import { readScript } from '../../../nodes/GitHubWatch/api/readScript';
import { beat, holdLock } from '../../../nodes/Upstash/api/redis/heldLocks';
import { inspectLock, releaseLock } from '../../../nodes/Upstash/api/redis/locks';
import type { RedisClient } from '../../../nodes/Upstash/api/redis/redisClient';
import { askForTurn, claimDeadTurn, leaveTurn, lookAtTurn } from '../../../nodes/Upstash/api/redis/turns';
import type { RedisCommand } from '../../../nodes/Upstash/api/types';
import { EmbeddedRedis } from '../../../sandbox/upstash/redis/engine/embeddedRedis';
import { MemoryRedis } from './memoryRedis';

/** One database is the Lua's, the other the twins': each command goes to both, and they have to answer the same. */
class ComparedRedis implements RedisClient {
	nowMs = Date.parse('2026-11-27T06:00:00.000Z');
	readonly memory = new MemoryRedis(() => this.nowMs);
	private readonly lua = new EmbeddedRedis(() => this.nowMs);

	async run(command: RedisCommand): Promise<unknown> {
		const answer = await this.memory.run(command);
		const [verb, , ...words] = command;
		expect({ command: verb === 'EVAL' ? words : command, answer }).toEqual({
			command: verb === 'EVAL' ? words : command,
			answer: this.lua.execute(command),
		});
		return answer;
	}

	runAll(): Promise<never> {
		throw new Error('not used');
	}
}

const name = 'acme/shop@main';
/** A release in two runs of it, another one, and a person's roll back. */
const parties = [
	{ owner: 'd/1', execution: '11' },
	{ owner: 'd/1', execution: '12' },
	{ owner: 'd/2', execution: '13' },
	{ owner: 'by-hand/3', execution: '14' },
];

interface Call {
	readonly what: 'ask' | 'look' | 'leave' | 'claim' | 'hold' | 'release' | 'inspect' | 'beat' | 'read';
	readonly party: { readonly owner: string; readonly execution: string };
	readonly flag: boolean;
	readonly requestId: string;
	readonly seconds: number;
}

const call: fc.Arbitrary<Call> = fc.record({
	what: fc.constantFrom('ask', 'look', 'leave', 'claim', 'hold', 'release', 'inspect', 'beat', 'read'),
	party: fc.constantFrom(...parties),
	flag: fc.boolean(),
	requestId: fc.constantFrom(...Array.from({ length: 30 }, (_unused, index) => `r${index}`)),
	seconds: fc.constantFrom(0, 0, 1, 1, 20, 45, 400, 1_000),
});

async function make(redis: ComparedRedis, { what, party, flag, requestId, seconds }: Call): Promise<void> {
	const { owner, execution } = party;
	redis.nowMs += seconds * 1000;
	const turn = { name, owner, execution };
	const lock = { name: 'netlify/web', owner, holder: execution, ttlMs: 300_000 };
	const token = redis.memory.store.field('slipway:lock:netlify/web', 'token');
	switch (what) {
		case 'ask': {
			const previousExecution = flag ? '11' : '';
			await askForTurn(redis, { ...turn, previousExecution, isWish: flag, item: '{}', silenceMs: 40_000, requestId });
			return;
		}
		case 'look':
			await lookAtTurn(redis, turn, { repository: 'acme/shop', requestId });
			return;
		case 'leave': {
			const watch = flag ? { repository: 'acme/shop', watched: owner === 'd/1' ? '{"id":"7"}' : '' } : undefined;
			await leaveTurn(redis, turn, { notes: '{}', head: 'h', lookAgainAt: '', watch }, requestId);
			return;
		}
		case 'claim':
			await claimDeadTurn(redis, name, { execution, silenceMs: 40_000, requestId });
			return;
		case 'hold':
			await holdLock(redis, { ...lock, note: 'n', isPerson: owner === 'by-hand/3', overruledToken: flag ? token : '' });
			return;
		case 'release':
			await releaseLock(redis, lock, flag ? execution : '');
			return;
		case 'inspect':
			await inspectLock(redis, lock.name);
			return;
		case 'beat': {
			const locks = [
				{ ...lock, token },
				{ ...lock, name: 'fly/api', token: '1' },
			];
			await beat(redis, { turn: flag ? turn : undefined, locks: flag ? locks : locks.slice(1), renews: seconds < 40 });
			return;
		}
		case 'read':
			await redis.run(['EVAL', readScript, '3', 'slipway:watch', 'slipway:rows', 'slipway:turns']);
			return;
	}
}

it("answers, script by script, what our nodes' own scripts answer", async () => {
	const calls = fc.array(call, { minLength: 25, maxLength: 25 });
	await fc.assert(
		fc.asyncProperty(calls, async (sequence) => {
			const redis = new ComparedRedis();
			for (const each of sequence) await make(redis, each);
		}),
		{ numRuns: 15, seed: 12 },
	);
});
