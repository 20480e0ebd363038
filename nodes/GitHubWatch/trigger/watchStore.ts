import { pagesKey, rowsKey } from '../../deployment/ledger/outbox';
import { OperationFailure } from '../../shared/operation/errors';
import type { RedisClient } from '../../Upstash/api/redis/redisClient';
import { watchKey } from '../../Upstash/api/redis/scripts/turnScripts';
import { listTurnNames, readTurns, turnNameOf } from '../../Upstash/api/redis/turns';
import type { RedisCommand } from '../../Upstash/api/types';
import type { TurnSight } from '../state/turnSight';
import { readWatchList, type WatchedRepository } from '../state/watchList';
import { memoryChanges, readMemory, type WatchMemory } from '../state/watchMemory';

/** Where the Watch remembers what it saw and asked for. */
const memoryKey = 'slipway:seen';

/** What one poll begins with. */
export interface StoredWatch {
	/** By the database's clock, as the turns' leases are. */
	readonly databaseNowMs: number;
	readonly repositories: readonly WatchedRepository[];
	readonly memory: WatchMemory;
	/** The memory as it is stored. */
	readonly stored: ReadonlyMap<string, string>;
	readonly turns: ReadonlyMap<string, TurnSight>;
	/** The hash of pages, as `deployment/ledger/outbox` reads it. */
	readonly pages: ReadonlyMap<string, string>;
	/** Rows that the ledger did not take, as JSON by their key. */
	readonly rows: ReadonlyMap<string, string>;
}

/** All that a poll needs to know, in three requests. @throws OperationFailure when Redis refuses one. */
export async function readWatch(client: RedisClient): Promise<StoredWatch> {
	const [time, list, stored, pages, rows] = await readAll(client, [
		['TIME'],
		['HGETALL', watchKey],
		['HGETALL', memoryKey],
		['HGETALL', pagesKey],
		['HGETALL', rowsKey],
	]);
	const repositories = readWatchList(hashOf(list));
	const watchedTurns = repositories.flatMap(({ name, branches, releaseBranches }) =>
		[...branches, ...releaseBranches].map((branch) => turnNameOf(name, branch)),
	);
	const names = new Set([...watchedTurns, ...(await listTurnNames(client))]);
	const memory = hashOf(stored);
	return {
		databaseNowMs: timeOf(time),
		repositories,
		memory: readMemory(memory),
		stored: memory,
		turns: await readTurns(client, [...names]),
		pages: hashOf(pages),
		rows: hashOf(rows),
	};
}

/** Writes what changed; nothing where all is as it was. */
export async function writeMemory(
	client: RedisClient,
	stored: StoredWatch['stored'],
	memory: WatchMemory,
): Promise<void> {
	const { written, deleted } = memoryChanges(stored, memory);
	const commands: RedisCommand[] = [
		...(deleted.length > 0 ? [['HDEL', memoryKey, ...deleted] as const] : []),
		...(written.size > 0 ? [['HSET', memoryKey, ...[...written].flat()] as const] : []),
	];
	if (commands.length > 0) await readAll(client, commands);
}

async function readAll(client: RedisClient, commands: readonly RedisCommand[]): Promise<unknown[]> {
	const answers = await client.runAll('pipeline', commands, { safeToRepeat: true });
	return answers.map((answer) => {
		if (answer.ok) return answer.result;
		throw new OperationFailure(`Upstash refused what GitHub Watch keeps there: ${answer.words}`, answer.advice);
	});
}

/** HGETALL's list of names and values in turn. */
function hashOf(answer: unknown): Map<string, string> {
	const words = Array.isArray(answer) ? answer.map(String) : [];
	return new Map(
		words.flatMap((name, index): Array<[string, string]> => (index % 2 === 0 ? [[name, words[index + 1] ?? '']] : [])),
	);
}

function timeOf(answer: unknown): number {
	const [seconds, microseconds] = Array.isArray(answer) ? answer.map(Number) : [];
	if (seconds !== undefined && microseconds !== undefined && Number.isFinite(seconds + microseconds)) {
		return seconds * 1000 + Math.floor(microseconds / 1000);
	}
	throw new OperationFailure('Upstash answered TIME without a time', 'Run this again');
}
