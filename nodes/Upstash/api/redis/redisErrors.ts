import type { FailureKind } from '../../../deployment/policy/retryPolicy';
import type { WordHint } from '../../../shared/operation/errors';

/** One kind of error of Redis or Upstash, by its own words. */
interface RedisError {
	readonly words: RegExp;
	/** What is wrong, where the words do not say it, and what to do. */
	readonly advice: string;
	/** Whether waiting a moment heals it: Redis did nothing, so that a second try is safe. */
	readonly isPassing?: true;
}

/**
 * The most telling first. Upstash's own: upstash.com/docs/redis/troubleshooting (a page for each),
 * upstash.com/docs/redis/overall/pricing, upstash.com/docs/redis/features/key-locking. Redis':
 * redis.io/docs/latest/develop/reference/protocol-spec (error prefixes) and the messages in its source.
 */
const redisErrors: readonly RedisError[] = [
	// Sizes
	{
		words: /max request size exceeded/i,
		advice:
			"The request is larger than the database's plan accepts (10 MB; 1 MB in older plans): split it into several, store less, or raise the plan at Upstash",
	},
	{
		words: /max (single )?record size exceeded/i,
		advice:
			"The entry under this key would be larger than the database's plan accepts (100 MB unless raised): split it over several keys, or delete parts of it, which still works",
	},
	{
		words: /max key size exceeded/i,
		advice: 'A key may have 32 KB in every plan: shorten it, for instance to a digest',
	},
	{
		words: /max (field|member) size exceeded/i,
		advice:
			'A field of a hash and a member of a set may have 32 KB in every plan: shorten it, and store the rest as a value',
	},
	// Room
	{
		words: /capacity quota exceeded|max (data|storage|database) size/i,
		advice:
			"The database is full: its data has reached the plan's limit. Delete keys or let them expire (deleting and reading still work), or raise its plan at Upstash. Keep eviction off where locks are held: it would drop them",
	},
	{
		words: /^OOM\b/,
		advice:
			'The database is full: its memory has reached the limit. Delete keys or let them expire (deleting and reading still work), or give it more memory',
	},
	// Quotas: trying again does not help
	{
		words: /max daily (request|command)s? limit/i,
		advice:
			"The database has used up the day's requests of its plan: nothing works until the next day (UTC) unless you raise its plan at Upstash",
	},
	{
		words: /max (monthly )?(request|command)s? limit/i,
		advice:
			"The database has used up the month's requests of its plan: nothing works until the next month unless you raise its plan at Upstash",
	},
	{
		words: /suspended.*budget|budget.*(limit|exceeded)/i,
		advice:
			"The database is suspended: the month's budget is used up. Raise the budget, or change to a fixed plan, in the Upstash console",
	},
	{
		words: /bandwidth/i,
		advice: 'The database has used up its bandwidth. Send and read less at once, or raise its plan at Upstash',
	},
	{
		words: /database (has been |is )?(suspended|archived|paused|deleted)/i,
		advice: 'The database is not running. Look at it in the Upstash console, and restore or resume it there',
	},
	// Throttles: these heal
	{
		words: /commands? per second|rate limit(ed)?\b|too many requests|throttl/i,
		isPassing: true,
		advice:
			"Too many commands came in one second, even after waiting. Spread the calls, or raise the database's plan at Upstash",
	},
	{
		words: /max concurrent (connections|requests)|max number of clients/i,
		isPassing: true,
		advice:
			'Too many clients use the database at once, even after waiting. Start fewer workflows side by side, or raise its plan at Upstash',
	},
	// Access
	{
		words: /^NOPERM|no permissions?\b/i,
		advice:
			"The credential holds a read-only token, which cannot write, hold a lock or run a script; nothing was changed. Use the standard token, not the read-only one, from the database's page at Upstash",
	},
	{
		words: /^(WRONGPASS|NOAUTH|UNAUTHORIZED)|invalid or missing auth token|authentication required|unauthorized/i,
		advice:
			'Upstash refused the token. Copy UPSTASH_REDIS_REST_TOKEN of this very database into the credential (not its password), and use its Test button',
	},
	{
		words: /^READONLY/,
		isPassing: true,
		advice:
			'This address answers for a replica, which accepts no writes, or the database is changing its primary. Use UPSTASH_REDIS_REST_URL of the database, then run this again',
	},
	// A moment of the server's
	{
		words: /^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS)/,
		isPassing: true,
		advice:
			"The database was starting or failing over, and still was after waiting. Look at Upstash's status page, then run this again",
	},
	{ words: /^BUSYKEY/, advice: 'The key exists already. Use another key, or REPLACE' },
	{
		words: /^BUSY\b/,
		isPassing: true,
		advice:
			'A script has kept the database busy, even after waiting. Run this again when that script has ended; make scripts short',
	},
	{ words: /^MISCONF/, advice: 'The server cannot save its data, so it accepts no writes. Check its disk and its log' },
	// Scripts
	{
		words: /dynamic keys are not allowed/i,
		advice:
			'A script with the flag allow-key-locking may use only keys that it is given as KEYS. Pass every key, or remove the flag',
	},
	{
		words: /^NOSCRIPT/,
		advice:
			'The database does not have that script (it forgets them when it restarts). Send the whole script with EVAL',
	},
	{ words: /^NOTBUSY/, advice: 'No script was running, so there was nothing to stop' },
	{ words: /^UNKILLABLE/, advice: 'The script has written already, so it cannot be stopped. Wait until it ends' },
	{ words: /compiling script/i, advice: 'The script is not Lua 5.1. Correct it at the line named above' },
	{ words: /^EXECABORT/, advice: 'Nothing of the transaction was carried out. Correct the command that Redis refused' },
	{
		words: /^CROSSSLOT|don't hash to the same slot/i,
		advice:
			'The keys lie in different slots of a cluster. Give them a common {hash tag}, or use a database at Upstash, which does not ask for that',
	},
	{
		words: /^MOVED|^ASK\b/,
		advice: 'This address is one node of a Redis cluster. Use the REST URL of a database at Upstash',
	},
	// Streams
	{ words: /^BUSYGROUP/, advice: 'The consumer group exists already. Go on with it, or choose another name' },
	{ words: /^NOGROUP/, advice: 'The stream or its consumer group does not exist. Create it with XGROUP CREATE' },
	{
		words: /xreadgroup is cancell?ed/i,
		advice:
			'The consumer has too many entries that it has not acknowledged. Acknowledge them with XACK, or read fewer at once',
	},
	// The command itself
	{
		words: /^WRONGTYPE/,
		advice: 'The key holds another type of value. Use another key, or Command: Run with the command for that type',
	},
	{
		words: /would overflow/i,
		advice: 'The sum would leave the range of 64-bit whole numbers. Add less, or start a new counter',
	},
	{
		words: /not an int(eger)?\b|not a valid float|not a float|out of range/i,
		advice: 'Give a whole number, and a key that holds one',
	},
	{ words: /no such key/i, advice: 'The key does not exist. Check its name, and whether it has expired' },
	{
		words: /unknown (sub)?command|not (available|supported|allowed)|does not simulate/i,
		advice:
			'Upstash does not offer this command over REST. Its documentation lists those it does: upstash.com/docs/redis/overall/rediscompatibility',
	},
	{
		words: /wrong number of arguments|syntax error|invalid (expire|cursor|argument|option)/i,
		advice: "Correct the command's arguments",
	},
];

const anyAdvice = "Redis gave the reason above. Correct the operation's fields";

/** What to do about Redis' own words; holds nothing of them. */
export function adviceForRedisWords(words: string): string {
	const advice = knownError(words)?.advice ?? anyAdvice;
	return /^EXECABORT.*: \w/s.test(words) ? `Nothing of the transaction was carried out. ${advice}` : advice;
}

/** Whether Redis did nothing, and may accept the same command a moment later. */
export function isPassing(words: string): boolean {
	return knownError(words)?.isPassing === true;
}

/** A throttle heals; a quota that is used up does not, whatever the status. Undefined where the words are not known. */
export function failureKindOfRedis(words: string): FailureKind | undefined {
	const known = knownError(words);
	if (known === undefined) return undefined;
	return known.isPassing === true ? 'rateLimited' : 'refused';
}

/** The same table, for errors that keep their status. */
export const redisWordHints: readonly WordHint[] = redisErrors.map(({ words, advice }) => ({ pattern: words, advice }));

/** What stands before the reason: a transaction's refusal and, before Redis 7, the place in a script. */
const prefixes = [
	/^EXECABORT[^:]*: ?(?=\w)/,
	/^(ERR )?Error running script \(call to \w+\): (@\w+: ?\d+: ?)*/i,
	/^ERR (?=(OOM|NOPERM|READONLY|WRONGTYPE|BUSY|NOSCRIPT)\b)/,
];

function knownError(words: string): RedisError | undefined {
	const reason = prefixes.reduce((rest, prefix) => rest.replace(prefix, ''), words.trim());
	return redisErrors.find((each) => each.words.test(reason));
}
