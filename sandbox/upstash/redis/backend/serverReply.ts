import type { RedisReply } from '../model';
import { ownerKey } from './ownedDatabase';

/** With `stringNumbers`, ioredis gives integers as strings, and strings as bytes. */
export function toReply(reply: unknown): RedisReply {
	if (Buffer.isBuffer(reply)) return reply.toString('latin1');
	if (Array.isArray(reply)) return reply.map(toReply);
	if (typeof reply === 'string') return Number.isSafeInteger(Number(reply)) ? Number(reply) : BigInt(reply);
	if (reply === null || typeof reply === 'number') return reply;
	if (reply instanceof Error) return reply.message;
	throw new TypeError(`Redis answered with a ${typeof reply}`);
}

/** What the owner's mark must not show up in. */
export function hideOwner(name: string, reply: RedisReply): RedisReply {
	if (name === 'DBSIZE' && typeof reply === 'number') return Math.max(0, reply - 1);
	if (typeof reply !== 'object' || reply === null) return reply;
	if (name === 'KEYS') return reply.filter((key) => key !== ownerKey);
	const [cursor = '0', found] = reply;
	if (name === 'SCAN' && typeof found === 'object' && found !== null) {
		return [cursor, found.filter((key) => key !== ownerKey)];
	}
	return reply;
}

export const isErrorReply = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError';
