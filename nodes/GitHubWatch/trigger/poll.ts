import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { numberAt } from '../../deployment/values/jsonFields';
import { ConfigurationError, isTransient, messageOf, toNodeError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { gitHubClientForPoll } from '../../GitHub/api/client';
import { errorHints } from '../../GitHub/api/errorHints';
import { upstashClientForPoll } from '../../Upstash/api/client';
import type { RedisClient } from '../../Upstash/api/redis/redisClient';
import { turnNameOf } from '../../Upstash/api/redis/turns';
import { lookAround, type LookAround } from './lookAround';
import { forgetOldTurns, readWatch, type StoredWatch, writeMemory } from './watchStore';
import { blindPatienceMs } from '../../deployment/state/toldBlind';
import { blindnessPage, rememberLooks } from '../state/blindness';
import { leftovers } from '../state/leftovers';
import { oldBackups } from '../state/oldBackups';
import { releaseAsks } from '../state/releaseAsks';
import type { WatchMemory } from '../state/watchMemory';
import { seesAgainPage, unreadStorePage, type WatchPage } from '../state/watchPages';

/** Looks are begun for so long: n8n polls every minute, whether or not the poll before has ended. */
const lookForMs = 40_000;

const blindKey = 'blind';

/** One poll: an item for each thing to do, or null where nothing moved, which costs no execution. */
export async function pollWatch(functions: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const deadlineMs = clock.now() + Math.min(lookForMs, functions.getPollBudgetMs());
	const client = upstashClientForPoll(functions);
	const read = await attempt(readWatch(client));
	if (!read.ok) return unreadStore(functions, read.error);
	const watch = read.value;
	if (isManual(functions) && watch.repositories.length === 0) {
		throw toNodeError(functions.getNode(), nothingWatched(), 0);
	}
	const around = await lookAround(
		gitHubClientForPoll(functions),
		watch.repositories,
		watch.memory.repositories,
		deadlineMs,
	);
	assertUsableToken(functions, around);
	const { items, memory } = whatToDo(watch, around);
	// A person who tries the node out changes nothing.
	if (!isManual(functions)) {
		logFailures(functions, watch, around);
		const written = await attempt(keep(client, watch, memory));
		if (!written.ok) warn(functions, `could not keep what it saw: ${messageOf(written.error)}`);
	}
	const all = [...readAgain(functions), ...items];
	return all.length === 0 ? null : [all.map((json) => ({ json: json as IDataObject }))];
}

async function keep(client: RedisClient, watch: StoredWatch, memory: WatchMemory): Promise<void> {
	await writeMemory(client, watch.stored, memory);
	await forgetOldTurns(client, watch);
}

interface WhatToDo {
	readonly items: ReadonlyArray<Readonly<Record<string, unknown>>>;
	readonly memory: WatchMemory;
}

function whatToDo(watch: StoredWatch, around: LookAround): WhatToDo {
	const { memory, databaseNowMs, repositories, turns } = watch;
	const nowMs = clock.now();
	const remembered = rememberLooks(memory.repositories, around, nowMs);
	const { asks, remembered: asked } = releaseAsks({
		repositories,
		looks: around.looks,
		turns,
		asks: memory.asks,
		nowMs,
		databaseNowMs,
		turnNameOf,
	});
	const blind = blindnessPage(remembered, around.failures, memory.asks.get(blindKey), nowMs);
	const left = leftovers(watch, memory.asks, nowMs);
	const old = oldBackups(watch, memory.asks, nowMs);
	return {
		items: [...asks.map(({ item }) => item), ...(blind.page === null ? [] : [blind.page]), ...left.items, ...old.items],
		memory: {
			repositories: remembered,
			asks: new Map([
				...asked,
				...left.remembered,
				...old.remembered,
				...(blind.remembered ? [[blindKey, blind.remembered] as const] : []),
			]),
		},
	};
}

/**
 * Without its store the Watch sees nothing: said in n8n's log at once, and by a page after half an hour, which is
 * remembered in the workflow's static data. Never thrown by a poll, or the error workflow would run each minute.
 */
function unreadStore(functions: IPollFunctions, error: unknown): INodeExecutionData[][] | null {
	if (isManual(functions) || (isPublishing(functions) && !isTransient(error))) {
		throw toNodeError(functions.getNode(), error, 0);
	}
	const data = functions.getWorkflowStaticData('node');
	const sinceMs = numberAt(data, 'unreadSinceMs') ?? clock.now();
	if (data.unreadSinceMs === undefined) warn(functions, `cannot read its store: ${messageOf(error)}`);
	data.unreadSinceMs = sinceMs;
	const lastedMs = clock.now() - sinceMs;
	if (lastedMs < blindPatienceMs || data.isPaged === true) return null;
	data.isPaged = true;
	return [[{ json: { ...unreadStorePage(messageOf(error), Math.floor(lastedMs / 60_000)) } as IDataObject }]];
}

function readAgain(functions: IPollFunctions): WatchPage[] {
	const data = functions.getWorkflowStaticData('node');
	if (data.unreadSinceMs === undefined) return [];
	const { isPaged } = data;
	delete data.unreadSinceMs;
	delete data.isPaged;
	return isPaged === true ? [seesAgainPage()] : [];
}

/** @throws NodeApiError where nothing can be looked at, to the person who tries it out or publishes the workflow. */
function assertUsableToken(functions: IPollFunctions, { looks, failures }: LookAround): void {
	const [failure] = failures.values();
	if (failure === undefined || looks.size > 0) return;
	if (!isManual(functions) && !isPublishing(functions)) return;
	throw toNodeError(
		functions.getNode(),
		new ConfigurationError(
			`No repository could be looked at. ${failure}`,
			errorHints[401] ?? 'Check the access token of the credential',
		),
		0,
	);
}

function logFailures(functions: IPollFunctions, { memory }: StoredWatch, { looks, failures }: LookAround): void {
	const isFailing = (name: string): boolean => (memory.repositories.get(name)?.failingSinceMs ?? 0) > 0;
	for (const [name, reason] of failures) {
		if (!isFailing(name)) warn(functions, `could not look at ${name}: ${reason}`);
	}
	for (const name of [...looks.keys()].filter(isFailing)) warn(functions, `sees ${name} again`);
}

function warn(functions: IPollFunctions, what: string): void {
	functions.logger.warn(`${functions.getNode().name} ${what}`);
}

function nothingWatched(): ConfigurationError {
	return new ConfigurationError(
		'No repository is watched yet',
		'Fill in the service catalog, then run workflow 40 once: it writes down which repositories and branches are watched',
	);
}

function isManual(functions: IPollFunctions): boolean {
	return functions.getMode() === 'manual';
}

/** The first poll of a workflow that a person publishes: n8n shows its errors, and those of no other. */
function isPublishing(functions: IPollFunctions): boolean {
	if (functions.getActivationMode() !== 'activate') return false;
	if (published.has(functions)) return false;
	published.add(functions);
	return true;
}

const published = new WeakSet<object>();
