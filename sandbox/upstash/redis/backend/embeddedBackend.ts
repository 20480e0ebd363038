import { EmbeddedRedis } from '../engine/embeddedRedis';
import type { RedisValue } from '../engine/keyspace';
import type { Reply } from '../engine/reply';
import { RedisError, Status } from '../engine/reply';
import type { KeySummary, RedisBackend, RedisFailure, RedisReply, ScriptRules } from '../model';
import { maximumPreviewLength, maximumSummarizedKeys } from '../model';
import { unavailableError } from '../commands/unavailableCommands';

/** A string as the engine has it: a byte in each character. */
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

/** The parts of a value; a string is one. */
function partsOf(value: RedisValue): readonly string[] {
	switch (value.kind) {
		case 'string':
			return [value.text];
		case 'hash':
			return [...value.fields].flat();
		case 'list':
			return value.items;
		case 'set':
			return [...value.members];
		case 'zset':
			return [...value.scores.keys()];
	}
}

function recordBytes(key: string, value: RedisValue | undefined): number {
	return value ? partsOf(value).reduce((sum, part) => sum + part.length, key.length) : 0;
}

function previewOf(value: RedisValue): string {
	if (value.kind === 'string') return toText(value.text).slice(0, maximumPreviewLength);
	return `${value.kind === 'hash' ? value.fields.size : partsOf(value).length} elements`;
}

function summarize({ keys }: EmbeddedRedis): KeySummary[] {
	return keys
		.keys()
		.sort()
		.slice(0, maximumSummarizedKeys)
		.flatMap((key) => {
			const value = keys.value(key);
			if (!value) return [];
			const expiresAtMs = keys.expiresAtMs(key);
			return {
				key: toText(key),
				type: value.kind,
				expiresInMs: expiresAtMs === undefined ? null : expiresAtMs - keys.nowMs(),
				preview: previewOf(value),
			};
		});
}

/** Data in this process, of this sandbox alone. */
export function createEmbeddedBackend(reason: string, rules: ScriptRules, nowMs?: () => number): RedisBackend {
	const redis = new EmbeddedRedis(nowMs, (command) => unavailableError(command) ?? rules.capacityRefusal(command));
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
				return await Promise.resolve(redis.transaction(commands.map((command) => command.map(toBytes))).map(toAnswer));
			} catch (error) {
				return toFailure(error);
			}
		},
		recordBytes: async (key) => await Promise.resolve(recordBytes(key, redis.keys.value(toBytes(key)))),
		typesOf: async (keys) => await Promise.resolve(keys.map((key) => redis.keys.value(key)?.kind ?? 'none')),
		summarize: async () => await Promise.resolve(summarize(redis)),
		summarizeNow: () => summarize(redis),
		clear: async () => {
			redis.clear();
			await Promise.resolve();
		},
		close: async () => await Promise.resolve(),
	};
}
