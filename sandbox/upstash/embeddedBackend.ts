import { EmbeddedRedis } from './engine/embeddedRedis';
import type { RedisValue } from './engine/keyspace';
import type { Reply } from './engine/reply';
import { RedisError, Status } from './engine/reply';
import type { KeySummary, RedisBackend, RedisFailure, RedisReply, ScriptRules } from './redisBackend';
import { maximumPreviewLength, maximumSummarizedKeys } from './redisBackend';
import { unavailableError } from './unavailableCommands';

/** A text as the engine has it: a byte in each character. */
const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const toText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** An error inside a list is its words. */
function toReply(reply: Reply): RedisReply {
	if (reply instanceof Status) return reply.text;
	if (reply instanceof RedisError) return reply.message;
	if (reply === null || typeof reply !== 'object') return reply;
	return reply.map(toReply);
}

const toAnswer = (reply: Reply): { readonly result: RedisReply } | RedisFailure =>
	reply instanceof RedisError ? { error: reply.message } : { result: toReply(reply) };

function toFailure(error: unknown): RedisFailure {
	if (error instanceof RedisError) return { error: error.message };
	throw error;
}

function sizeOf(key: string, value: RedisValue | undefined): number {
	if (!value) return 0;
	const texts =
		value.kind === 'string'
			? [value.text]
			: value.kind === 'hash'
				? [...value.fields].flat()
				: value.kind === 'list'
					? value.items
					: value.kind === 'set'
						? [...value.members]
						: [...value.scores.keys()];
	return texts.reduce((sum, text) => sum + text.length, key.length);
}

function summarize(redis: EmbeddedRedis): KeySummary[] {
	const { keys } = redis;
	return keys
		.keys()
		.sort()
		.slice(0, maximumSummarizedKeys)
		.flatMap((key) => {
			const value = keys.value(key);
			if (!value) return [];
			const expiresAtMs = keys.expiresAtMs(key);
			const size =
				value.kind === 'hash'
					? value.fields.size
					: value.kind === 'list'
						? value.items.length
						: value.kind === 'set'
							? value.members.size
							: value.kind === 'zset'
								? value.scores.size
								: 0;
			return {
				key: toText(key),
				type: value.kind,
				expiresInMs: expiresAtMs === undefined ? null : expiresAtMs - keys.nowMs(),
				preview:
					value.kind === 'string' ? toText(value.text).slice(0, maximumPreviewLength) : `${size} elements`,
			};
		});
}

export interface EmbeddedBackend extends RedisBackend {
	/** The same as `summarize`, at once. */
	summarizeNow(): readonly KeySummary[];
}

/** Data in this process, of this sandbox alone. */
export function createEmbeddedBackend(reason: string, rules: ScriptRules): EmbeddedBackend {
	const redis = new EmbeddedRedis(undefined, (command) => unavailableError(command) ?? rules.capacityRefusal(command));
	return {
		description: `embedded (${reason})`,
		async execute(command) {
			try {
				return await Promise.resolve(toAnswer(redis.execute(command.map(toBytes))));
			} catch (error) {
				return toFailure(error);
			}
		},
		async transaction(commands) {
			try {
				return await Promise.resolve(
					redis.transaction(commands.map((command) => command.map(toBytes))).map(toAnswer),
				);
			} catch (error) {
				return toFailure(error);
			}
		},
		recordBytes: async (key) => await Promise.resolve(sizeOf(key, redis.keys.value(toBytes(key)))),
		typesOf: async (keys) =>
			await Promise.resolve(keys.map((key) => redis.keys.value(key)?.kind ?? 'none')),
		summarize: async () => await Promise.resolve(summarize(redis)),
		summarizeNow: () => summarize(redis),
		clear: async () => {
			redis.clear();
			await Promise.resolve();
		},
		close: async () => await Promise.resolve(),
	};
}
