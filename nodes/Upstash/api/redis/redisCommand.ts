import type { RedisCommand } from '../types';

/** The command's name in capitals: what may be said of it in an error. */
export function verbOf(command: RedisCommand): string {
	return command[0].toUpperCase();
}

/** Commands that only read, whatever their arguments: they may be asked a second time. */
const readOnlyVerbs = new Set([
	'BITCOUNT',
	'BITPOS',
	'DBSIZE',
	'ECHO',
	'EVAL_RO',
	'EVALSHA_RO',
	'EXISTS',
	'EXPIRETIME',
	'GET',
	'GETBIT',
	'GETRANGE',
	'HEXISTS',
	'HGET',
	'HGETALL',
	'HKEYS',
	'HLEN',
	'HMGET',
	'HSCAN',
	'HSTRLEN',
	'HVALS',
	'KEYS',
	'LINDEX',
	'LLEN',
	'LPOS',
	'LRANGE',
	'MGET',
	'PEXPIRETIME',
	'PING',
	'PTTL',
	'SCAN',
	'SCARD',
	'SDIFF',
	'SINTER',
	'SISMEMBER',
	'SMEMBERS',
	'SMISMEMBER',
	'SSCAN',
	'STRLEN',
	'SUNION',
	'TIME',
	'TTL',
	'TYPE',
	'XINFO',
	'XLEN',
	'XRANGE',
	'XREVRANGE',
	'ZCARD',
	'ZCOUNT',
	'ZLEXCOUNT',
	'ZMSCORE',
	'ZRANGE',
	'ZRANGEBYSCORE',
	'ZRANK',
	'ZREVRANGE',
	'ZREVRANK',
	'ZSCAN',
	'ZSCORE',
]);

export function isReadOnly(command: RedisCommand): boolean {
	return readOnlyVerbs.has(verbOf(command));
}
