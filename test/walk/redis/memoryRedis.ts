import { readScript } from '../../../nodes/GitHubWatch/api/readScript';
import type { RedisClient } from '../../../nodes/Upstash/api/redis/redisClient';
import { beatScript, holdScript } from '../../../nodes/Upstash/api/redis/scripts/heldLockScripts';
import { inspectLockScript, releaseScript } from '../../../nodes/Upstash/api/redis/scripts/lockScripts';
import {
	askScript,
	leaveScript,
	lookScript,
	takeOverScript,
	turnFields,
	turnKey,
} from '../../../nodes/Upstash/api/redis/scripts/turnScripts';
import type { RedisAnswer, RedisCommand } from '../../../nodes/Upstash/api/types';
import { beatTwin, holdTwin, inspectTwin, releaseTwin } from './lockTwins';
import { MemoryStore } from './memoryStore';
import { askTwin, leaveTwin, lookTwin, takeOverTwin, type Twin } from './turnTwins';

/** By the source of the script that each one is the twin of. */
const twins: ReadonlyMap<string, Twin> = new Map([
	[askScript.source, askTwin],
	[lookScript.source, lookTwin],
	[leaveScript.source, leaveTwin],
	[takeOverScript.source, takeOverTwin],
	[holdScript.source, holdTwin],
	[releaseScript.source, releaseTwin],
	[inspectLockScript.source, inspectTwin],
	[beatScript.source, beatTwin],
]);

/** Redis as our nodes see it, in memory and at once: the product's own calls run on it unchanged. */
export class MemoryRedis implements RedisClient {
	readonly store: MemoryStore;
	/** Whether it answers nothing. */
	isAway = false;

	constructor(nowMs: () => number) {
		this.store = new MemoryStore(nowMs);
	}

	async run(command: RedisCommand): Promise<unknown> {
		if (this.isAway) throw new Error('Upstash did not answer');
		return this.answerTo(command);
	}

	async runAll(_endpoint: string, commands: readonly RedisCommand[]): Promise<RedisAnswer[]> {
		if (this.isAway) throw new Error('Upstash did not answer');
		return commands.map((command) => ({ ok: true, result: this.answerTo(command) }));
	}

	private answerTo([verb, ...words]: RedisCommand): unknown {
		const [key = '', first = '', second = '', ...more] = words;
		switch (verb) {
			case 'EVAL': {
				const count = Number(first);
				const others = [second, ...more];
				return this.evaluate(key, others.slice(0, count), others.slice(count));
			}
			case 'GET':
				return this.store.get(key);
			case 'SET':
				if ([second, ...more].includes('NX') && this.store.has(key)) return null;
				this.store.set(key, first);
				return 'OK';
			case 'HGET':
				return this.store.hasField(key, first) ? this.store.field(key, first) : null;
			case 'HSET':
				this.store.setFields(key, first, second, ...more);
				return 1;
			case 'HDEL':
				this.store.deleteFields(key, ...words.slice(1));
				return 1;
			default:
				throw new Error(`The walk's Redis has no ${verb}`);
		}
	}

	private evaluate(source: string, keys: readonly string[], values: readonly string[]): unknown {
		if (source === readScript) return this.readAll(keys);
		const twin = twins.get(source);
		if (twin === undefined) throw new Error("A script without a twin in the walk's Redis");
		return twin(this.store, keys, values);
	}

	/** The twin of the script that GitHub Watch reads all by. */
	private readAll(keys: readonly string[]): unknown[] {
		const nowMs = this.store.nowMs();
		const time = [String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)];
		const hashes = keys.slice(0, -1).map((key) => [...this.store.fieldsOf(key)].flat());
		const turns = this.store.membersOf(keys.at(-1) ?? '').map((name) => {
			const turn = turnKey(name);
			const valueOf = (field: string): string | null =>
				this.store.hasField(turn, field) ? this.store.field(turn, field) : null;
			return [name, turnFields.map(valueOf)];
		});
		return [time, ...hashes, turns];
	}
}
