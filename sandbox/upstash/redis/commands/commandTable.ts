/**
 * Every command of Redis 7.0 (its own answer to COMMAND): name, arity, flags, then the positions of the first and
 * the last key and the step between them. Flags: `w` writes, `g` may grow the database (Redis' "denyoom"), `r` only
 * reads, `n` not from a script.
 */
const rows = `
	acl,-2, append,3,wg,1,1,1 asking,1, auth,-2,n bgrewriteaof,1,n bgsave,-1,n bitcount,-2,r,1,1,1
	bitfield,-2,wg,1,1,1 bitfield_ro,-2,r,1,1,1 bitop,-4,wg,2,-1,1 bitpos,-3,r,1,1,1 blmove,6,wgn,1,2,1
	blmpop,-5,w blpop,-3,wn,1,-2,1 brpop,-3,wn,1,-2,1 brpoplpush,4,wgn,1,2,1 bzmpop,-5,w bzpopmax,-3,wn,1,-2,1
	bzpopmin,-3,wn,1,-2,1 client,-2, cluster,-2, command,-1, config,-2, copy,-3,wg,1,2,1 dbsize,1,r debug,-2,n
	decr,2,wg,1,1,1 decrby,3,wg,1,1,1 del,-2,w,1,-1,1 discard,1,n dump,2,r,1,1,1 echo,2, eval,-3,n eval_ro,-3,rn
	evalsha,-3,n evalsha_ro,-3,rn exec,1,n exists,-2,r,1,-1,1 expire,-3,w,1,1,1 expireat,-3,w,1,1,1
	expiretime,2,r,1,1,1 failover,-1,n fcall,-3,n fcall_ro,-3,rn flushall,-1,w flushdb,-1,w function,-2,
	geoadd,-5,wg,1,1,1 geodist,-4,r,1,1,1 geohash,-2,r,1,1,1 geopos,-2,r,1,1,1 georadius,-6,wg,1,1,1
	georadius_ro,-6,r,1,1,1 georadiusbymember,-5,wg,1,1,1 georadiusbymember_ro,-5,r,1,1,1 geosearch,-7,r,1,1,1
	geosearchstore,-8,wg,1,2,1 get,2,r,1,1,1 getbit,3,r,1,1,1 getdel,2,w,1,1,1 getex,-2,w,1,1,1
	getrange,4,r,1,1,1 getset,3,wg,1,1,1 hdel,-3,w,1,1,1 hello,-1,n hexists,3,r,1,1,1 hget,3,r,1,1,1
	hgetall,2,r,1,1,1 hincrby,4,wg,1,1,1 hincrbyfloat,4,wg,1,1,1 hkeys,2,r,1,1,1 hlen,2,r,1,1,1 hmget,-3,r,1,1,1
	hmset,-4,wg,1,1,1 hrandfield,-2,r,1,1,1 hscan,-3,r,1,1,1 hset,-4,wg,1,1,1 hsetnx,4,wg,1,1,1
	hstrlen,3,r,1,1,1 hvals,2,r,1,1,1 incr,2,wg,1,1,1 incrby,3,wg,1,1,1 incrbyfloat,3,wg,1,1,1 info,-1, keys,2,r
	lastsave,1, latency,-2, lcs,-3,r,1,2,1 lindex,3,r,1,1,1 linsert,5,wg,1,1,1 llen,2,r,1,1,1 lmove,5,wg,1,2,1
	lmpop,-4,w lolwut,-1,r lpop,-2,w,1,1,1 lpos,-3,r,1,1,1 lpush,-3,wg,1,1,1 lpushx,-3,wg,1,1,1 lrange,4,r,1,1,1
	lrem,4,w,1,1,1 lset,4,wg,1,1,1 ltrim,4,w,1,1,1 memory,-2, mget,-2,r,1,-1,1 migrate,-6,w,3,3,1 module,-2,
	monitor,1,n move,3,w,1,1,1 mset,-3,wg,1,-1,2 msetnx,-3,wg,1,-1,2 multi,1,n object,-2, persist,2,w,1,1,1
	pexpire,-3,w,1,1,1 pexpireat,-3,w,1,1,1 pexpiretime,2,r,1,1,1 pfadd,-2,wg,1,1,1 pfcount,-2,r,1,-1,1
	pfdebug,3,wg,2,2,1 pfmerge,-2,wg,1,-1,1 pfselftest,1, ping,-1, psetex,4,wg,1,1,1 psubscribe,-2,n psync,-3,n
	pttl,2,r,1,1,1 publish,3, pubsub,-2, punsubscribe,-1,n quit,-1,n randomkey,1,r readonly,1, readwrite,1,
	rename,3,w,1,2,1 renamenx,3,w,1,2,1 replconf,-1,n replicaof,3,n reset,1,n restore,-4,wg,1,1,1
	restore-asking,-4,wg,1,1,1 role,1,n rpop,-2,w,1,1,1 rpoplpush,3,wg,1,2,1 rpush,-3,wg,1,1,1
	rpushx,-3,wg,1,1,1 sadd,-3,wg,1,1,1 save,1,n scan,-2,r scard,2,r,1,1,1 script,-2, sdiff,-2,r,1,-1,1
	sdiffstore,-3,wg,1,-1,1 select,2, set,-3,wg,1,1,1 setbit,4,wg,1,1,1 setex,4,wg,1,1,1 setnx,3,wg,1,1,1
	setrange,4,wg,1,1,1 shutdown,-1,n sinter,-2,r,1,-1,1 sintercard,-3,r sinterstore,-3,wg,1,-1,1
	sismember,3,r,1,1,1 slaveof,3,n slowlog,-2, smembers,2,r,1,1,1 smismember,-3,r,1,1,1 smove,4,w,1,2,1
	sort,-2,wg,1,1,1 sort_ro,-2,r,1,1,1 spop,-2,w,1,1,1 spublish,3,,1,1,1 srandmember,-2,r,1,1,1 srem,-3,w,1,1,1
	sscan,-3,r,1,1,1 ssubscribe,-2,n,1,-1,1 strlen,2,r,1,1,1 subscribe,-2,n substr,4,r,1,1,1 sunion,-2,r,1,-1,1
	sunionstore,-3,wg,1,-1,1 sunsubscribe,-1,n,1,-1,1 swapdb,3,w sync,1,n time,1, touch,-2,r,1,-1,1
	ttl,2,r,1,1,1 type,2,r,1,1,1 unlink,-2,w,1,-1,1 unsubscribe,-1,n unwatch,1,n wait,3,n watch,-2,n,1,-1,1
	xack,-4,w,1,1,1 xadd,-5,wg,1,1,1 xautoclaim,-6,w,1,1,1 xclaim,-6,w,1,1,1 xdel,-3,w,1,1,1 xgroup,-2,
	xinfo,-2, xlen,2,r,1,1,1 xpending,-3,r,1,1,1 xrange,-4,r,1,1,1 xread,-4,r xreadgroup,-7,w
	xrevrange,-4,r,1,1,1 xsetid,-3,wg,1,1,1 xtrim,-4,w,1,1,1 zadd,-4,wg,1,1,1 zcard,2,r,1,1,1 zcount,4,r,1,1,1
	zdiff,-3,r zdiffstore,-4,wg,1,1,1 zincrby,4,wg,1,1,1 zinter,-3,r zintercard,-3,r zinterstore,-4,wg,1,1,1
	zlexcount,4,r,1,1,1 zmpop,-4,w zmscore,-3,r,1,1,1 zpopmax,-2,w,1,1,1 zpopmin,-2,w,1,1,1
	zrandmember,-2,r,1,1,1 zrange,-4,r,1,1,1 zrangebylex,-4,r,1,1,1 zrangebyscore,-4,r,1,1,1
	zrangestore,-5,wg,1,2,1 zrank,3,r,1,1,1 zrem,-3,w,1,1,1 zremrangebylex,4,w,1,1,1 zremrangebyrank,4,w,1,1,1
	zremrangebyscore,4,w,1,1,1 zrevrange,-4,r,1,1,1 zrevrangebylex,-4,r,1,1,1 zrevrangebyscore,-4,r,1,1,1
	zrevrank,3,r,1,1,1 zscan,-3,r,1,1,1 zscore,3,r,1,1,1 zunion,-3,r zunionstore,-4,wg,1,1,1
`;

export interface CommandInfo {
	/** How many words, the name included; negative: at least so many. */
	readonly arity: number;
	readonly writes: boolean;
	/** Whether a full database refuses it. */
	readonly grows: boolean;
	readonly allowedInScripts: boolean;
	readonly keys: { readonly first: number; readonly last: number; readonly step: number } | undefined;
}

function parseRow(row: string): [string, CommandInfo] {
	const [name = '', arity = '', flags = '', first, last, step] = row.split(',');
	return [
		name,
		{
			arity: Number(arity),
			writes: flags.includes('w'),
			grows: flags.includes('g'),
			allowedInScripts: !flags.includes('n'),
			keys: first === undefined ? undefined : { first: Number(first), last: Number(last), step: Number(step) },
		},
	];
}

/** By name, in small letters. */
export const allCommands: ReadonlyMap<string, CommandInfo> = new Map(rows.trim().split(/\s+/).map(parseRow));

/** What Redis says of a command; `undefined` for one that it does not have. */
export const commandInfo = (name: string): CommandInfo | undefined => allCommands.get(name.toLowerCase());

/** Where the number of keys stands, for commands that say how many they take. */
export const keyCountPositions: Readonly<Record<string, number>> = {
	eval: 2,
	eval_ro: 2,
	evalsha: 2,
	evalsha_ro: 2,
	fcall: 2,
	fcall_ro: 2,
	sintercard: 1,
	zdiff: 1,
	zinter: 1,
	zintercard: 1,
	zunion: 1,
	lmpop: 1,
	zmpop: 1,
	zdiffstore: 2,
	zinterstore: 2,
	zunionstore: 2,
};

/** The keys that a command names, in order. */
export function keysOf(command: readonly string[]): string[] {
	const name = (command[0] ?? '').toLowerCase();
	const positions = commandInfo(name)?.keys;
	const found: string[] = [];
	if (positions) {
		const last = positions.last < 0 ? command.length + positions.last : positions.last;
		for (let at = positions.first; at <= last; at += positions.step) found.push(...command.slice(at, at + 1));
	}
	const countAt = keyCountPositions[name];
	if (countAt === undefined) return found;
	const count = Math.max(0, Number(command[countAt]) || 0);
	return [...found, ...command.slice(countAt + 1, countAt + 1 + count)];
}
