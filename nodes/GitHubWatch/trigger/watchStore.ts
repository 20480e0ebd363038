import { backupsKey } from '../../deployment/backups/backupWatch';
import { pagesKey, rowsKey } from '../../deployment/ledger/outbox';
import { previewTurnName } from '../../deployment/preview/previewNames';
import { OperationFailure } from '../../shared/operation/errors';
import type { RedisClient } from '../../Upstash/api/redis/redisClient';
import { seenKey, turnFields, turnNamesKey, watchKey } from '../../Upstash/api/redis/scripts/turnScripts';
import { forgetTurns, storedTurn, turnNameOf } from '../../Upstash/api/redis/turns';
import type { RedisCommand, StoredTurn } from '../../Upstash/api/types';
import { readScript } from '../api/readScript';
import { readWatchList, type WatchedRepository } from '../state/watchList';
import { memoryChanges, readMemory, type WatchMemory } from '../state/watchMemory';

/** What one poll begins with. */
export interface StoredWatch {
	/** By the database's clock, as the turns' leases are. */
	readonly databaseNowMs: number;
	readonly repositories: readonly WatchedRepository[];
	readonly memory: WatchMemory;
	/** The memory as it is stored. */
	readonly stored: ReadonlyMap<string, string>;
	/** By name: each that was ever taken. */
	readonly turns: ReadonlyMap<string, StoredTurn>;
	/** The hash of pages, as `deployment/ledger/outbox` reads it. */
	readonly pages: ReadonlyMap<string, string>;
	/** Rows that the ledger did not take, as JSON by their key. */
	readonly rows: ReadonlyMap<string, string>;
	/** By database when its newest proven backup was made, as `deployment/backups/backupWatch` reads it. */
	readonly backups: ReadonlyMap<string, string>;
}

/** All that a poll needs to know, in one command. @throws OperationFailure when Redis refuses it. */
export async function readWatch(client: RedisClient): Promise<StoredWatch> {
	const keys = [watchKey, seenKey, pagesKey, rowsKey, backupsKey, turnNamesKey];
	const answer = await client.run(['EVAL', readScript, String(keys.length), ...keys], {
		safeToRepeat: true,
		// The source, and how many keys follow.
		ownWords: 2,
	});
	const [time, list, seen, pages, rows, backups, turns] = listIn(answer);
	const stored = hashOf(seen);
	return {
		databaseNowMs: timeOf(time),
		repositories: readWatchList(hashOf(list)),
		memory: readMemory(stored),
		stored,
		turns: new Map(listIn(turns).map(turnOf)),
		pages: hashOf(pages),
		rows: hashOf(rows),
		backups: hashOf(backups),
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
		...(deleted.length > 0 ? [['HDEL', seenKey, ...deleted] as const] : []),
		...(written.size > 0 ? [['HSET', seenKey, ...[...written].flat()] as const] : []),
	];
	if (commands.length === 0) return;
	const refused = (await client.runAll('pipeline', commands, { safeToRepeat: true })).find(({ ok }) => !ok);
	if (refused?.ok === false) throw new OperationFailure(`Upstash refused it: ${refused.words}`, refused.advice);
}

/** A turn of a branch that is not watched remembers for so long. */
const turnMemoryMs = 7 * 24 * 60 * 60_000;

/** So many at once: the others are forgotten by the next poll. */
const maxForgotten = 50;

/** Forgets what is left of branches that somebody asked about once, and that are not watched. */
export async function forgetOldTurns(client: RedisClient, watch: StoredWatch): Promise<void> {
	const lookedBeforeMs = watch.databaseNowMs - turnMemoryMs;
	const watched = new Set(
		watch.repositories.flatMap(({ name, branches, releaseBranches }) => [
			...[...branches, ...releaseBranches].map((branch) => turnNameOf(name, branch)),
			...openPullRequests(watch, name).map((number) => previewTurnName({ repository: name, number })),
		]),
	);
	const names = [...watch.turns.values()]
		.filter(({ owner, lookAgainAt, lookedAtMs }) => owner === '' && lookAgainAt === '' && lookedAtMs < lookedBeforeMs)
		.map(({ name }) => name)
		.filter((name) => !watched.has(name));
	await forgetTurns(client, names.slice(0, maxForgotten), lookedBeforeMs);
}

function openPullRequests({ memory }: StoredWatch, repository: string): number[] {
	return Object.keys(memory.repositories.get(repository)?.pullRequests ?? {}).map(Number);
}

function turnOf(answer: unknown): [string, StoredTurn] {
	const [name, values] = listIn(answer);
	const texts = listIn(values).map((value) => (value === null || value === undefined ? '' : String(value)));
	const fields = Object.fromEntries(turnFields.map((field, place) => [field, texts[place] ?? '']));
	return [String(name), storedTurn(String(name), fields)];
}

function listIn(answer: unknown): readonly unknown[] {
	return Array.isArray(answer) ? (answer as unknown[]) : [];
}

/** HGETALL's list of names and values in turn. */
function hashOf(answer: unknown): Map<string, string> {
	const words = listIn(answer).map(String);
	return new Map(
		words.flatMap((name, index): Array<[string, string]> => (index % 2 === 0 ? [[name, words[index + 1] ?? '']] : [])),
	);
}

function timeOf(answer: unknown): number {
	const [seconds = NaN, microseconds = NaN] = listIn(answer).map(Number);
	const timeMs = seconds * 1000 + Math.floor(microseconds / 1000);
	if (Number.isFinite(timeMs)) return timeMs;
	throw new OperationFailure(
		'Upstash gave an answer that cannot be read',
		'Check that the base URL in the credential is that of an Upstash Redis database',
	);
}
