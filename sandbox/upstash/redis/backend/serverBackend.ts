import { Command, type Redis } from 'ioredis';

import { commandInfo } from '../commands/commandTable';
import { ScriptHeaderError } from '../commands/scriptHeader';
import type { KeySummary, RedisAnswer, RedisBackend, RedisFailure, RedisReply, ScriptRules } from '../model';
import { maximumPreviewLength, maximumSummarizedKeys } from '../model';
import type { OwnedDatabase } from './ownedDatabase';
import { ownerKey } from './ownedDatabase';
import { hideOwner, isErrorReply, toReply } from './serverReply';
import { ServerScripts } from './serverScripts';

const sizeCommands: Readonly<Record<string, string>> = {
	hash: 'HLEN',
	list: 'LLEN',
	set: 'SCARD',
	zset: 'ZCARD',
	stream: 'XLEN',
};

/** Whether the owner's mark may be gone after it: a script may call FLUSHDB. */
const mayEmpty = (command: readonly string[]): boolean =>
	/^(eval|evalsha|fcall|flushdb|flushall)$/i.test(command[0] ?? '');

/** Data in a database of a real Redis, which this sandbox has to itself. */
export class ServerBackend implements RedisBackend {
	private readonly scripts: ServerScripts;

	constructor(
		private readonly redis: Redis,
		private readonly database: OwnedDatabase,
		readonly description: string,
		rules: ScriptRules,
	) {
		this.scripts = new ServerScripts(rules);
	}

	private async send(command: readonly string[]): Promise<RedisReply> {
		const [name = '', ...args] = command;
		const upper = name.toUpperCase();
		// Capitals: ioredis rewrites the replies of commands it knows by their lower-case names. An unknown name is quoted.
		const sent = commandInfo(name) ? upper : name;
		const reply: unknown = await this.redis.sendCommand(new Command(sent, args, { replyEncoding: null }));
		return hideOwner(upper, toReply(reply));
	}

	private checkOwnership(command: readonly string[]): void {
		if (this.database.lost()) {
			throw new Error('Another sandbox has taken this Redis database; restart this sandbox');
		}
		if (command.includes(ownerKey)) throw new Error(`${ownerKey} is the sandbox's own key`);
	}

	async execute(command: readonly string[]): Promise<RedisAnswer> {
		this.checkOwnership(command);
		try {
			if (/^flush(db|all)$/i.test(command[0] ?? '')) {
				await this.database.clear();
				return { result: 'OK' };
			}
			if (/^randomkey$/i.test(command[0] ?? '')) {
				const keys = await this.send(['KEYS', '*']);
				return { result: Array.isArray(keys) ? (keys[0] ?? null) : null };
			}
			if (/^script$/i.test(command[0] ?? '')) {
				return { result: await this.scripts.manage(command, async (each) => await this.send(each)) };
			}
			const sent = this.send(this.scripts.translate(command));
			// Written right behind it: a script may have emptied the database, mark and all.
			if (mayEmpty(command)) await Promise.allSettled([sent, this.database.renew()]);
			return { result: await sent };
		} catch (error) {
			if (isErrorReply(error)) return { error: error.message };
			if (error instanceof ScriptHeaderError) return { error: error.message };
			// Some scripts crash Redis 7.0: `error({})` is one.
			const reason = error instanceof Error ? error.message : String(error);
			return { error: `ERR the sandbox's Redis server does not answer: ${reason}` };
		}
	}

	async recordBytes(key: string): Promise<number> {
		const bytes = await this.send(['MEMORY', 'USAGE', key]);
		return typeof bytes === 'number' ? bytes : 0;
	}

	async typesOf(keys: readonly string[]): Promise<readonly string[]> {
		return await Promise.all(keys.map(async (key) => await this.redis.type(Buffer.from(key, 'latin1'))));
	}

	async transaction(commands: ReadonlyArray<readonly string[]>): Promise<readonly RedisAnswer[] | RedisFailure> {
		for (const command of commands) this.checkOwnership(command);
		let translated: ReadonlyArray<readonly string[]>;
		try {
			translated = commands.map((command) => this.scripts.translate(command));
		} catch (error) {
			if (error instanceof ScriptHeaderError) return { error: error.message };
			throw error;
		}
		// All written before anything is awaited: on one connection nothing can come in between.
		const queued = [['MULTI'], ...translated].map(async (command) => await this.send(command));
		const executed = this.redis.sendCommand(new Command('EXEC', [], { replyEncoding: null }));
		const queueing = await Promise.allSettled(queued);
		if (commands.some(mayEmpty)) void this.database.renew();
		let replies: unknown;
		try {
			replies = await executed;
		} catch (error) {
			if (!isErrorReply(error)) throw error;
			const refused = queueing.find((outcome) => outcome.status === 'rejected');
			const reason: unknown = refused?.status === 'rejected' ? refused.reason : undefined;
			return {
				error: isErrorReply(reason)
					? `EXECABORT Transaction discarded because of previous errors: ${reason.message}`
					: error.message,
			};
		}
		if (!Array.isArray(replies)) throw new TypeError('EXEC did not answer with a list');
		return replies.map((reply: unknown, index) =>
			reply instanceof Error
				? { error: reply.message }
				: { result: hideOwner((commands[index]?.[0] ?? '').toUpperCase(), toReply(reply)) },
		);
	}

	async summarize(): Promise<readonly KeySummary[]> {
		const keys = (await this.redis.keys('*'))
			.filter((key) => key !== ownerKey)
			.sort()
			.slice(0, maximumSummarizedKeys);
		return await Promise.all(
			keys.map(async (key) => {
				const [type, left] = await Promise.all([this.redis.type(key), this.redis.pttl(key)]);
				const leftMs = Number(left);
				const size = sizeCommands[type];
				const preview =
					type === 'string'
						? ((await this.redis.get(key)) ?? '').slice(0, maximumPreviewLength)
						: size === undefined
							? ''
							: `${String(await this.send([size, key]))} elements`;
				return { key, type, expiresInMs: leftMs < 0 ? null : leftMs, preview };
			}),
		);
	}

	async clear(): Promise<void> {
		await this.database.clear();
	}

	async close(): Promise<void> {
		try {
			await this.database.release();
		} finally {
			this.redis.disconnect();
		}
	}
}
