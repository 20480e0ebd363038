/**
 * What Redis' ACL category `@read` and the connection commands allow, without those that walk the whole database:
 * "Some powerful read commands (e.g. SCAN, KEYS) are also restricted" (https://upstash.com/docs/redis/features/restapi).
 */
const readCommands = new Set([
	'bitcount', 'bitpos', 'dbsize', 'dump', 'echo', 'eval_ro', 'evalsha_ro', 'exists', 'expiretime', 'geodist',
	'geohash', 'geopos', 'geosearch', 'get', 'getbit', 'getrange', 'hexists', 'hget', 'hgetall', 'hkeys', 'hlen',
	'hmget', 'hrandfield', 'hscan', 'hstrlen', 'hvals', 'lindex', 'llen', 'lpos', 'lrange', 'mget',
	'pexpiretime', 'pfcount', 'ping', 'pttl', 'randomkey', 'scard', 'sdiff', 'sinter', 'sintercard',
	'sismember', 'smembers', 'smismember', 'srandmember', 'sscan', 'strlen', 'substr', 'sunion', 'time', 'ttl',
	'type', 'xinfo', 'xlen', 'xpending', 'xrange', 'xread', 'xrevrange', 'zcard', 'zcount', 'zdiff', 'zinter',
	'zintercard', 'zlexcount', 'zmscore', 'zrandmember', 'zrange', 'zrangebylex', 'zrangebyscore', 'zrank',
	'zrevrange', 'zrevrangebylex', 'zrevrangebyscore', 'zrevrank', 'zscan', 'zscore', 'zunion',
]);

/** Redis' refusal of a command to a user who may only read; undefined for one that reads. */
export function permissionError(command: readonly string[]): string | undefined {
	const name = (command[0] ?? '').toLowerCase();
	if (readCommands.has(name)) return undefined;
	return `NOPERM this user has no permissions to run the '${name}' command or its subcommand`;
}
