import { EmbeddedRedis } from './engine/embeddedRedis';
import type { Reply } from './engine/reply';
import { RedisError, Status } from './engine/reply';
import type { KeySummary, RedisBackend, RedisFailure, RedisReply } from './redisBackend';
import { maximumPreviewLength, maximumSummarizedKeys } from './redisBackend';

function toJson(reply: Reply): RedisReply {
	if (reply instanceof Status) return reply.text;
	if (reply === null || typeof reply !== 'object') return reply;
	return reply.map(toJson);
}

function toFailure(error: unknown): RedisFailure {
	if (error instanceof RedisError) return { error: error.message };
	throw error;
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
				key,
				type: value.kind,
				expiresInMs: expiresAtMs === undefined ? null : expiresAtMs - keys.nowMs(),
				preview:
					value.kind === 'string' ? value.text.slice(0, maximumPreviewLength) : `${size} elements`,
			};
		});
}

export interface EmbeddedBackend extends RedisBackend {
	/** The same as `summarize`, at once. */
	summarizeNow(): readonly KeySummary[];
}

/** Data in this process, of this sandbox alone. */
export function createEmbeddedBackend(reason: string): EmbeddedBackend {
	const redis = new EmbeddedRedis();
	return {
		description: `embedded (${reason})`,
		async execute(command) {
			try {
				return await Promise.resolve({ result: toJson(redis.execute(command)) });
			} catch (error) {
				return toFailure(error);
			}
		},
		async transaction(commands) {
			try {
				return await Promise.resolve(
					redis
						.transaction(commands)
						.map((reply) =>
							reply instanceof RedisError ? { error: reply.message } : { result: toJson(reply) },
						),
				);
			} catch (error) {
				return toFailure(error);
			}
		},
		summarize: async () => await Promise.resolve(summarize(redis)),
		summarizeNow: () => summarize(redis),
		clear: async () => {
			redis.clear();
			await Promise.resolve();
		},
		close: async () => await Promise.resolve(),
	};
}
