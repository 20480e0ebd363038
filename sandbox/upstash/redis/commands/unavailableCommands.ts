/**
 * Commands that Upstash's REST API does not have, or that would leave this database:
 * https://upstash.com/docs/redis/overall/rediscompatibility
 */
export const unavailableNames: ReadonlySet<string> = new Set(
	(
		'ACL ASKING AUTH BGREWRITEAOF BGSAVE BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN CLIENT ' +
		'CLUSTER CONFIG DEBUG DISCARD EXEC FAILOVER FUNCTION HELLO LATENCY LOLWUT MEMORY MIGRATE MODULE MONITOR ' +
		'MOVE MULTI PSUBSCRIBE PSYNC QUIT READONLY READWRITE REPLCONF REPLICAOF RESET RESTORE-ASKING ROLE SAVE ' +
		'SELECT SHUTDOWN SLAVEOF SLOWLOG SSUBSCRIBE SUBSCRIBE SWAPDB SYNC UNWATCH WAIT WATCH'
	).split(' '),
);

/** The error for a command that is not available, or `undefined`. */
export function unavailableError(command: readonly string[]): string | undefined {
	const [name = '', second = ''] = command;
	const upper = name.toUpperCase();
	// A server's script cache is shared by all its databases.
	const flushesScripts = upper === 'SCRIPT' && /^(flush|kill|debug)$/i.test(second);
	const otherDatabase = upper === 'COPY' && command.slice(3).some((word) => /^db$/i.test(word));
	return unavailableNames.has(upper) || flushesScripts || otherDatabase
		? `ERR Command is not available: '${name}'. See https://upstash.com/docs/redis/overall/rediscompatibility for details`
		: undefined;
}
