/** What both engines hold before each case. */
export const seed: ReadonlyArray<readonly string[]> = [
	['SET', 'str', 'hello'],
	['SET', 'num', '10'],
	['SET', 'big', '9223372036854775800'],
	['SET', 'flt', '1000.1'],
	['SET', 'empty', ''],
	['SET', 'expiring', 'x', 'PX', '1000000'],
	['SET', 'utf', 'grün ✓'],
	['HSET', 'hash', 'a', '1', 'b', 'two', 'c', '3.5', 'big', '9223372036854775800'],
	['RPUSH', 'list', 'a', 'b', 'c', 'a', 'd'],
	['SADD', 'set', 'a', 'b', 'c'],
	['SADD', 'other', 'b', 'd'],
	['ZADD', 'zset', '1', 'a', '2', 'b', '3.5', 'c', '3.5', 'd'],
	['ZADD', 'lex', '0', 'a', '0', 'b', '0', 'c', '0', 'd'],
];

const keys = [
	'str',
	'num',
	'big',
	'flt',
	'empty',
	'expiring',
	'hash',
	'list',
	'set',
	'other',
	'zset',
	'lex',
	'missing',
];
const members = ['a', 'b', 'zz', ''];
const integers = [
	'0',
	'1',
	'-1',
	'2',
	'-2',
	'100',
	'-100',
	'9223372036854775807',
	'-9223372036854775808',
	'9223372036854775808',
	'01',
	'+1',
	' 1',
	'1.5',
	'x',
	'',
];
const floats = ['0', '1', '-1.5', '0.1', '3.0e3', '1e20', 'inf', '-inf', 'nan', '.5', '5.', '0x10', 'x', '', ' 1'];
const scores = ['-inf', '+inf', '(1', '2', '(3.5', '3.5', 'x', '1', '('];
const lexes = ['-', '+', '[a', '(a', '[c', '(d', 'a', ''];
const times = ['10000', '100000', '-1', '0', '1000000', '9223372036854775807', '9999999999999', 'x', '1.5'];
const globs = ['*', 'a*', '?', '[ab]', '[^a]', '[a-c]', '[c-a]', '\\*', '[', 'h*l?o', '**', '', '[\\a]', 'str', '*t*'];
const dates = ['1', '2000000000', '2000000000000', '-1', 'x'];

type Pool = readonly string[];

/** Arguments by command; a list is a pool to choose from, and the last one may be taken several times where `...` follows. */
const shapes: Readonly<Record<string, ReadonlyArray<Pool | '...'>>> = {
	GET: [keys],
	STRLEN: [keys],
	GETDEL: [keys],
	INCR: [keys],
	DECR: [keys],
	TYPE: [keys],
	TTL: [keys],
	PTTL: [['missing', 'str', 'hash']],
	PERSIST: [keys],
	EXPIRETIME: [['missing', 'str']],
	PEXPIRETIME: [['missing', 'str']],
	SET: [
		keys,
		['v', ''],
		['NX', 'XX', 'GET', 'KEEPTTL', 'EX', 'PX', 'nx', 'BOGUS'],
		times,
		['NX', 'GET', 'KEEPTTL', 'XX'],
	],
	GETSET: [keys, ['v']],
	SETNX: [keys, ['v']],
	APPEND: [keys, ['v', '']],
	GETEX: [
		['str', 'missing', 'hash'],
		['EX', 'PX', 'PERSIST', 'BOGUS', 'EXAT'],
		['1000', '0', '-1', 'x'],
	],
	SETEX: [['str', 'hash', 'missing'], times, ['v']],
	PSETEX: [['str', 'missing'], times, ['v']],
	INCRBY: [keys, integers],
	DECRBY: [keys, integers],
	INCRBYFLOAT: [keys, floats],
	GETRANGE: [['str', 'empty', 'utf', 'missing', 'hash'], integers, integers],
	SUBSTR: [['str'], integers, integers],
	SETRANGE: [
		['str', 'empty', 'missing', 'hash'],
		['0', '2', '10', '-1', 'x', '600000000'],
		['v', '', 'long'],
	],
	MSET: [keys, ['1'], keys, ['2']],
	MSETNX: [keys, ['1'], keys, ['2']],
	MGET: [keys, keys, keys],
	DEL: [keys, keys],
	UNLINK: [keys, keys],
	EXISTS: [keys, keys, keys],
	TOUCH: [keys, keys],
	EXPIRE: [keys, times, ['NX', 'XX', 'GT', 'LT', 'BOGUS'], ['XX', 'LT', 'NX']],
	PEXPIRE: [keys, times, ['NX', 'GT']],
	EXPIREAT: [keys, dates, ['GT', 'NX']],
	PEXPIREAT: [keys, dates],
	RENAME: [keys, keys],
	RENAMENX: [keys, keys],
	KEYS: [globs],
	DBSIZE: [['x']],
	FLUSHDB: [['ASYNC', 'SYNC', 'x']],
	SCAN: [
		['0', 'x', '-1', '1.5'],
		['COUNT', 'BOGUS'],
		['1000', '0', 'x'],
		['MATCH', 'TYPE', 'BOGUS'],
		['*', 's*', 'string', 'STRING', 'hash', 'x'],
	],
	PING: [['x'], ['y']],
	ECHO: [['x', '']],
	HSET: [keys, members, ['v'], members],
	HMSET: [keys, members, ['v'], members],
	HSETNX: [keys, members, ['v']],
	HGET: [keys, members],
	HMGET: [keys, members, members],
	HGETALL: [keys],
	HKEYS: [keys],
	HVALS: [keys],
	HLEN: [keys],
	HEXISTS: [keys, members],
	HSTRLEN: [keys, members],
	HDEL: [keys, members, members],
	HINCRBY: [['hash', 'str', 'missing'], ['a', 'b', 'big', 'new'], integers],
	HINCRBYFLOAT: [['hash', 'str', 'missing'], ['a', 'b', 'c', 'new'], floats],
	HSCAN: [keys, ['0', 'x'], ['MATCH', 'COUNT', 'TYPE'], ['a*', '10', '0']],
	LPUSH: [keys, ['x'], ['y']],
	RPUSH: [keys, ['x'], ['y']],
	LPUSHX: [keys, ['x']],
	RPUSHX: [keys, ['x']],
	LPOP: [keys, integers],
	RPOP: [keys, integers],
	LLEN: [keys],
	LRANGE: [['list', 'missing', 'str'], integers, integers],
	LINDEX: [['list', 'missing', 'str'], integers],
	LSET: [['list', 'missing', 'str'], integers, ['v']],
	LTRIM: [['list', 'missing', 'str'], integers, integers],
	LREM: [
		['list', 'missing', 'str'],
		['0', '1', '-1', '5', 'x'],
		['a', 'q'],
	],
	LMOVE: [
		['list', 'missing', 'str'],
		['list', 'new', 'set'],
		['LEFT', 'right', 'x'],
		['RIGHT', 'left', 'x'],
	],
	RPOPLPUSH: [
		['list', 'missing', 'str'],
		['list', 'new', 'set'],
	],
	LINSERT: [['list', 'missing', 'str'], ['BEFORE', 'after', 'x'], ['a', 'q'], ['v']],
	SADD: [keys, members, members],
	SREM: [keys, members, members],
	SMEMBERS: [keys],
	SISMEMBER: [keys, members],
	SMISMEMBER: [keys, members, members],
	SCARD: [keys],
	SMOVE: [keys, ['set', 'other', 'new', 'str'], ['a', 'zz']],
	SINTER: [keys, ['set', 'other', 'missing']],
	SDIFF: [keys, ['set', 'other']],
	SUNION: [keys, ['set', 'other']],
	SINTERSTORE: [['new', 'str'], keys, ['set']],
	SDIFFSTORE: [['new'], keys, ['other']],
	SUNIONSTORE: [['new'], keys, ['other']],
	SPOP: [['missing', 'str'], integers],
	SRANDMEMBER: [
		['missing', 'str'],
		['0', '1', '-1', 'x'],
	],
	SSCAN: [keys, ['0', 'x'], ['MATCH', 'COUNT'], ['*', '10']],
	ZADD: [
		['zset', 'missing', 'str'],
		['NX', 'XX', 'GT', 'LT', 'CH', 'INCR', '5'],
		['CH', 'XX', 'INCR', '9', 'x'],
		['a', '7', 'new'],
		['a', 'b', 'n'],
	],
	ZINCRBY: [['zset', 'missing', 'str'], floats, ['a', 'n']],
	ZSCORE: [keys, members],
	ZMSCORE: [keys, members, members],
	ZCARD: [keys],
	ZCOUNT: [['zset', 'missing', 'str'], scores, scores],
	ZLEXCOUNT: [['lex', 'missing', 'str'], lexes, lexes],
	ZRANK: [['zset', 'missing', 'str'], members],
	ZREVRANK: [['zset', 'missing', 'str'], members],
	ZRANGE: [
		['zset', 'missing', 'str'],
		integers,
		integers,
		['WITHSCORES', 'REV', 'BYSCORE', 'BYLEX', 'LIMIT', 'x'],
		['WITHSCORES', 'REV', '0'],
		['1'],
	],
	ZREVRANGE: [['zset', 'missing', 'str'], integers, integers, ['WITHSCORES', 'x']],
	ZRANGEBYSCORE: [
		['zset', 'missing', 'str'],
		scores,
		scores,
		['WITHSCORES', 'LIMIT', 'x'],
		['0', '1', '-1', 'x'],
		['1', '-1', 'x'],
	],
	ZREVRANGEBYSCORE: [['zset', 'str'], scores, scores, ['WITHSCORES', 'LIMIT'], ['0', '1'], ['1']],
	ZRANGEBYLEX: [['lex', 'missing', 'str'], lexes, lexes, ['LIMIT', 'WITHSCORES'], ['0', '1'], ['2']],
	ZREVRANGEBYLEX: [['lex'], lexes, lexes],
	ZREM: [['zset', 'missing', 'str'], members, members],
	ZREMRANGEBYSCORE: [['zset', 'missing', 'str'], scores, scores],
	ZREMRANGEBYLEX: [['lex', 'missing', 'str'], lexes, lexes],
	ZREMRANGEBYRANK: [['zset', 'missing', 'str'], integers, integers],
	ZPOPMIN: [['zset', 'missing', 'str'], integers],
	ZPOPMAX: [['zset', 'missing', 'str'], integers],
	ZSCAN: [keys, ['0', 'x'], ['MATCH', 'COUNT'], ['*', '10']],
	SCRIPT: [['EXISTS', 'LOAD', 'BOGUS'], ['return 1', 'x x'], ['y']],
	EVAL: [['return 1', 'x x', 'return KEYS[1]', 'return ARGV[1]'], integers, ['k'], ['v']],
	EVAL_RO: [
		['return 1', "return redis.call('GET','str')", "return redis.call('SET','str','x')"],
		['0', '1', 'x'],
		['k'],
	],
	EVALSHA: [
		['ffffffffffffffffffffffffffffffffffffffff', 'x'],
		['0', '5', 'x'],
	],
	NOSUCHTHING: [['a', 'b'.repeat(200)], ['c']],
	'bad name': [['x']],
	'': [['x']],
};

/** The same numbers in each run. */
function random(start: number): () => number {
	let state = start;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

/** For each command every number of arguments, and as many choices of each as `casesEach` allows. */
export function commandCases(casesEach: number): string[][] {
	const next = random(7);
	const cases = new Map<string, string[]>();
	for (const [name, pools] of Object.entries(shapes)) {
		for (let count = 0; count <= pools.length; count++) {
			const used = pools.slice(0, count).filter((pool): pool is Pool => pool !== '...');
			const product = used.reduce((size, pool) => size * pool.length, 1);
			for (let at = 0; at < Math.min(casesEach, product); at++) {
				let rest = at;
				const args = used.map((pool) => {
					// All of them where there are few; else chosen.
					const index = product <= casesEach ? rest % pool.length : Math.floor(next() * pool.length);
					rest = Math.floor(rest / pool.length);
					return pool[index] ?? '';
				});
				const command = [count % 2 === 0 ? name : name.toLowerCase(), ...args];
				cases.set(JSON.stringify(command), command);
			}
		}
	}
	return [...cases.values()];
}
