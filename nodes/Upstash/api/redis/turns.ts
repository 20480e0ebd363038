import { rowsKey } from '../../../deployment/ledger/outbox';
import { parseJson } from '../../../deployment/values/json';
import { OperationFailure } from '../../../shared/operation/errors';
import type { ScriptAnswer, StoredTurn } from '../types';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import {
	askScript,
	blindField,
	forgetScript,
	leaveScript,
	lookScript,
	onceKey,
	onceMemoryMs,
	runKey,
	runMemoryMs,
	seenFieldOf,
	seenKey,
	takeOverScript,
	turnFields,
	turnKey,
	turnNamesKey,
	watchKey,
} from './scripts/turnScripts';

/** The name of a repository and branch's turn; GitHub's names know no case. */
export function turnNameOf(repository: string, branch: string): string {
	return `${repository.toLowerCase()}@${branch}`;
}

/** How long a turn is one's own without a sign of life. */
export const turnLeaseMs = 5 * 60_000;

/** A turn, and who has it: an owner, by one of its executions. */
export interface OwnedTurn {
	readonly name: string;
	/** The release. */
	readonly owner: string;
	/** As `executionKey` names it. */
	readonly execution: string;
}

export interface TurnAsk extends OwnedTurn {
	/** The execution of the same owner that hands its turn over, or is known to be dead; empty for none. */
	readonly previousExecution: string;
	readonly isWish: boolean;
	/** What another run needs to go on, as JSON. */
	readonly item: string;
	/** After this time without a beat the owner takes its own turn again. */
	readonly silenceMs: number;
	/** One for each request, and the same when it is sent again. */
	readonly requestId: string;
}

/** Counts the ask, and takes the turn if it may. Outcomes: taken, alreadyTaken, notTaken. */
export async function askForTurn(client: RedisClient, ask: TurnAsk): Promise<ScriptAnswer> {
	const { name, owner, execution, previousExecution, isWish, item, silenceMs, requestId } = ask;
	return await runScript(
		client,
		askScript,
		[turnKey(name), onceKey(requestId), runKey(execution), turnNamesKey],
		[
			name,
			owner,
			execution,
			previousExecution,
			isWish ? '1' : '',
			item,
			String(turnLeaseMs),
			String(silenceMs),
			String(onceMemoryMs),
			String(runMemoryMs),
		],
	);
}

/** Notes that everything asked for so far is being looked at. Outcomes: looked, lost. `repository` is `owner/name`. */
export async function lookAtTurn(
	client: RedisClient,
	turn: OwnedTurn,
	{ repository, requestId }: { readonly repository: string; readonly requestId: string },
): Promise<ScriptAnswer> {
	return await runScript(
		client,
		lookScript,
		[turnKey(turn.name), onceKey(requestId), rowsKey, seenKey],
		[turn.owner, turn.execution, String(turnLeaseMs), String(onceMemoryMs), blindField, seenFieldOf(repository)],
	);
}

/** What a run leaves for the next. */
export interface TurnRemainder {
	/** JSON. */
	readonly notes: string;
	/** The commit that it looked at last. */
	readonly head: string;
	/** ISO 8601; empty when nothing is due by itself. */
	readonly lookAgainAt: string;
	/** What GitHub Watch is to look at; undefined leaves it as it is. */
	readonly watch: WatchEntry | undefined;
}

export interface WatchEntry {
	/** `owner/name` */
	readonly repository: string;
	/** JSON; empty when the repository is not watched any more. */
	readonly watched: string;
}

/** Frees the turn, unless a look was asked for since the last. Outcomes: left, alreadyLeft, again, lost. */
export async function leaveTurn(
	client: RedisClient,
	turn: OwnedTurn,
	remainder: TurnRemainder,
	requestId: string,
): Promise<ScriptAnswer> {
	const { notes, head, lookAgainAt, watch } = remainder;
	return await runScript(
		client,
		leaveScript,
		[turnKey(turn.name), onceKey(requestId), watchKey],
		[
			turn.owner,
			turn.execution,
			notes,
			head,
			lookAgainAt,
			watch?.repository ?? '',
			watch?.watched ?? '',
			String(turnLeaseMs),
			String(onceMemoryMs),
		],
	);
}

/** Claims the turn of an execution that has been silent for so long. Outcomes: dead, claimedBefore, alive, over. */
export async function claimDeadTurn(
	client: RedisClient,
	name: string,
	{ execution, silenceMs, requestId }: Pick<TurnAsk, 'execution' | 'silenceMs' | 'requestId'>,
): Promise<ScriptAnswer> {
	return await runScript(
		client,
		takeOverScript,
		[turnKey(name), onceKey(requestId)],
		[execution, String(silenceMs), String(onceMemoryMs)],
	);
}

/** The turn that an execution took within the last day; undefined when it took none. */
export async function turnNameOfExecution(client: RedisClient, execution: string): Promise<string | undefined> {
	const name = await client.run(['GET', runKey(execution)], { safeToRepeat: true });
	return typeof name === 'string' ? name : undefined;
}

/** The names of all turns that were ever taken. */
export async function listTurnNames(client: RedisClient): Promise<string[]> {
	const names = await client.run(['SMEMBERS', turnNamesKey], { safeToRepeat: true });
	return Array.isArray(names) ? names.map(String).sort() : [];
}

/** Turns by name, in one request; one that was never taken is left out. */
export async function readTurns(client: RedisClient, names: readonly string[]): Promise<Map<string, StoredTurn>> {
	if (names.length === 0) return new Map();
	const answers = await client.runAll(
		'pipeline',
		names.map((name) => ['HMGET', turnKey(name), ...turnFields]),
		{ safeToRepeat: true },
	);
	return new Map(
		names.flatMap((name, index): Array<[string, StoredTurn]> => {
			const answer = answers[index];
			if (!answer?.ok || !Array.isArray(answer.result)) {
				throw new OperationFailure(
					`The turn "${name}" could not be read: ${answer?.ok === false ? answer.words : 'Upstash gave no list of fields'}`,
					answer?.ok === false ? answer.advice : 'Run this again',
				);
			}
			const values = answer.result.map((value: unknown) => (value === null ? '' : String(value)));
			const fields = Object.fromEntries(turnFields.map((field, place) => [field, values[place] ?? '']));
			return values.every((value) => value === '') ? [] : [[name, storedTurn(name, fields)]];
		}),
	);
}

/** Forgets turns that nobody has and nobody looked at since `lookedBeforeMs`: what they remember is of no use any more. */
export async function forgetTurns(
	client: RedisClient,
	names: readonly string[],
	lookedBeforeMs: number,
): Promise<void> {
	if (names.length === 0) return;
	await runScript(client, forgetScript, [turnNamesKey, ...names.map(turnKey)], [String(lookedBeforeMs), ...names]);
}

/** A turn from the fields that a script, or HMGET, answers. */
export function storedTurn(name: string, fields: ScriptAnswer): StoredTurn {
	const number = (field: string): number => Number(fields[field] || 0);
	return {
		name,
		owner: fields.owner ?? '',
		execution: executionIdOf(fields.execution ?? ''),
		beatMs: number('beat'),
		leaseUntilMs: number('leaseUntil'),
		askedCount: number('asked'),
		lookedCount: number('looked'),
		lookedAtMs: number('lookedAt'),
		head: fields.head ?? '',
		lookAgainAt: fields.lookAgainAt ?? '',
		item: jsonIn(fields.item),
		notes: jsonIn(fields.notes),
		wishedAtMs: number('wished'),
		restarts: number('restarts'),
	};
}

/** The id that n8n gave an execution, of the name by which a turn knows it. */
export function executionIdOf(execution: string): string {
	return execution.split('@')[0] ?? '';
}

function jsonIn(stored: string | undefined): unknown {
	if (!stored) return undefined;
	const parsed = parseJson(stored);
	return parsed.ok ? parsed.value : undefined;
}
