import { createHash } from 'node:crypto';

import { Command, Redis } from 'ioredis';

import { commandInfo } from './commandTable';
import type { OwnedDatabase } from './ownedDatabase';
import { claimDatabase, ownerKey } from './ownedDatabase';
import type { KeySummary, RedisBackend, RedisFailure, RedisReply, ScriptRules } from './redisBackend';
import { maximumPreviewLength, maximumSummarizedKeys } from './redisBackend';
import { forServer, ScriptHeaderError } from './scriptHeader';

const sizeCommands: Readonly<Record<string, string>> = {
	hash: 'HLEN',
	list: 'LLEN',
	set: 'SCARD',
	zset: 'ZCARD',
	stream: 'XLEN',
};

/** With `stringNumbers`, ioredis gives integers as strings, and strings as bytes. */
function toReply(reply: unknown): RedisReply {
	if (Buffer.isBuffer(reply)) return reply.toString('latin1');
	if (Array.isArray(reply)) return reply.map(toReply);
	if (typeof reply === 'string') return Number.isSafeInteger(Number(reply)) ? Number(reply) : BigInt(reply);
	if (reply === null || typeof reply === 'number') return reply;
	if (reply instanceof Error) return reply.message;
	throw new TypeError(`Redis answered with a ${typeof reply}`);
}

/** What the owner's mark must not show up in. */
function hideOwner(name: string, reply: RedisReply): RedisReply {
	if (name === 'DBSIZE' && typeof reply === 'number') return Math.max(0, reply - 1);
	if (typeof reply !== 'object' || reply === null) return reply;
	if (name === 'KEYS') return reply.filter((key) => key !== ownerKey);
	const [cursor = '0', found] = reply;
	if (name === 'SCAN' && typeof found === 'object' && found !== null) {
		return [cursor, found.filter((key) => key !== ownerKey)];
	}
	return reply;
}

const isErrorReply = (error: unknown): error is Error =>
	error instanceof Error && error.name === 'ReplyError';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Whether the owner's mark may be gone after it: a script may call FLUSHDB. */
const mayEmpty = (command: readonly string[]): boolean => /^(eval|evalsha|fcall|flushdb|flushall)$/i.test(command[0] ?? '');

class ServerBackend implements RedisBackend {
	/** Scripts with Upstash's own flag, by the digest that a client knows them by. */
	private readonly ownScripts = new Map<string, string>();

	constructor(
		private readonly redis: Redis,
		private readonly database: OwnedDatabase,
		readonly description: string,
		private readonly rules: ScriptRules,
	) {}

	/** A command whose script the server takes; its own digest is the client's. */
	private translate(command: readonly string[]): readonly string[] {
		const [name = '', first = '', ...rest] = command;
		const isFull = this.rules.settings.full;
		if (/^eval(_ro)?$/i.test(name)) {
			const source = forServer(first, { isFull });
			if (source !== first) this.ownScripts.set(sha1(first), first);
			return [name, source, ...rest];
		}
		if (/^evalsha(_ro)?$/i.test(name)) {
			const own = this.ownScripts.get(first.toLowerCase());
			return own === undefined ? command : [name.replace(/sha/i, ''), forServer(own, { isFull }), ...rest];
		}
		// The server's other databases are none of the sandbox's.
		return /^flushall$/i.test(name) ? ['FLUSHDB'] : command;
	}

	/** SCRIPT LOAD and EXISTS, for scripts that the server itself does not know as the client does. */
	private async manageScripts(command: readonly string[]): Promise<RedisReply> {
		const [, subcommand = '', source = '', ...rest] = command;
		const translated = forServer(source, { isFull: false });
		if (/^load$/i.test(subcommand) && rest.length === 0 && translated !== source) {
			await this.send(['SCRIPT', 'LOAD', translated]);
			this.ownScripts.set(sha1(source), source);
			return sha1(source);
		}
		const reply = await this.send(command);
		if (!/^exists$/i.test(subcommand) || !Array.isArray(reply)) return reply;
		return reply.map((known: RedisReply, index) =>
			this.ownScripts.has((command[index + 2] ?? '').toLowerCase()) ? 1 : known,
		);
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

	async execute(command: readonly string[]): Promise<{ result: RedisReply } | RedisFailure> {
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
			if (/^script$/i.test(command[0] ?? '')) return { result: await this.manageScripts(command) };
			const sent = this.send(this.translate(command));
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

	async transaction(
		commands: ReadonlyArray<readonly string[]>,
	): Promise<Array<{ result: RedisReply } | RedisFailure> | RedisFailure> {
		for (const command of commands) this.checkOwnership(command);
		let translated: ReadonlyArray<readonly string[]>;
		try {
			translated = commands.map((command) => this.translate(command));
		} catch (error) {
			if (error instanceof ScriptHeaderError) return { error: error.message };
			throw error;
		}
		// All written before anything is awaited: on one connection nothing can come in between.
		const queued = [['MULTI'], ...translated].map(
			async (command) => await this.send(command),
		);
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

/** Takes a database of the server at `url`. Says why when it cannot: no answer, or none that is empty. */
export async function connectServerBackend(
	url: string,
	rules: ScriptRules,
): Promise<{ readonly backend: RedisBackend } | { readonly unavailable: string }> {
	const { host, pathname } = new URL(url);
	let connected = false;
	const redis = new Redis(url, {
		lazyConnect: true,
		stringNumbers: true,
		connectTimeout: 1500,
		maxRetriesPerRequest: 2,
		retryStrategy: (attempt) => (connected ? Math.min(attempt * 100, 2000) : null),
	});
	let lastError = 'no answer';
	// Without a listener ioredis prints to the console. Each command rejects by itself as well.
	redis.on('error', (error: Error) => {
		lastError = error.message;
	});
	try {
		await redis.connect();
		connected = true;
		const named = Number(pathname.slice(1));
		const candidates =
			named > 0 ? [named] : Array.from({ length: 15 }, (_, index) => 15 - index);
		const database = await claimDatabase(redis, candidates);
		if (database) {
			const description = `Redis server at ${host}, database ${database.index}`;
			return { backend: new ServerBackend(redis, database, description, rules) };
		}
		redis.disconnect();
		return { unavailable: `the Redis at ${host} has no empty database` };
	} catch (error) {
		redis.disconnect();
		const reason = error instanceof Error ? error.message : String(error);
		return { unavailable: `the Redis at ${host} does not answer: ${lastError || reason}` };
	}
}
