import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import {
	askIntervalMs,
	asksInMinute,
	longestPauseMs,
	needsSecondView,
	type SecondView,
	standingOf,
	withAsk,
} from '../../deployment/failover/healthSignal';
import { failureOf } from '../../shared/health/failureOf';
import { ConfigurationError, messageOf, toNodeError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { cloudflareClientForPicker } from '../api/client';
import { readPoolHealth } from '../api/pools';
import { watchedName } from '../fields/watchedName';
import { nameJson } from '../output/nameJson';
import { poolHealthOf } from '../state/poolHealth';
import { secondViewOf } from '../state/secondView';
import type { WatchedName } from '../state/watchedName';
import { isDue, readMemory, type WatchMemory } from '../state/watchMemory';

/** What is left of a poll's time after the last ask: for its answer and for the second view. */
const marginMs = 10_000;

/** One poll: an item when the name went down, is still down and to be looked after again, or is up again; else null. */
export async function pollHealth(functions: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const watched = watchedOrFailure(functions);
	if (watched === null) return null;
	if (functions.getMode() === 'manual') return [[{ json: await tryOut(functions, watched) }]];
	const data = functions.getWorkflowStaticData('node');
	const startedAtMs = clock.now();
	const pauseMs = Math.min(askIntervalMs, Math.max(0, (functions.getPollBudgetMs() - marginMs) / asksInMinute));
	let memory = readMemory(data.memory);
	const count = isScheduled(memory, startedAtMs) ? asksInMinute : 1;
	for (let index = 0; index < count; index++) {
		const waitMs = startedAtMs + index * pauseMs - clock.now();
		if (waitMs > 0) await clock.sleep(waitMs);
		const { standing } = memory.signal;
		memory = await afterAsk(functions, watched, memory);
		const hasChanged = memory.signal.standing !== standing;
		const isAsked = hasChanged || isDue(memory, clock.now());
		if (isAsked) memory = asked(memory, hasChanged);
		data.memory = { ...memory, signal: { ...memory.signal, asks: memory.signal.asks.map((ask) => ({ ...ask })) } };
		// At once: whatever is decided takes its own time.
		if (isAsked) return [[{ json: await itemOf(functions, watched, memory) }]];
	}
	return null;
}

/**
 * Whether n8n makes this poll by the minute. The first one it makes, and waits for, when a person publishes the
 * workflow and when it starts: one ask is enough for it, or publishing would take as long as a poll.
 */
function isScheduled({ signal }: WatchMemory, nowMs: number): boolean {
	const last = signal.asks.at(-1);
	if (last === undefined) return false;
	const sinceMs = nowMs - last.atMs;
	return sinceMs >= askIntervalMs - 1_000 && sinceMs <= longestPauseMs;
}

/** @throws NodeOperationError where a field is wrong: n8n shows it to whoever tries it out or publishes the workflow. */
function watchedOrFailure(functions: IPollFunctions): WatchedName | null {
	try {
		const watched = watchedName((parameter) => functions.getNodeParameter(parameter, ''));
		if (watched !== null || functions.getMode() !== 'manual') return watched;
		throw new ConfigurationError('No name is watched', 'Fill in Name, Zone and the fields below them');
	} catch (error) {
		throw toNodeError(functions.getNode(), error, 0);
	}
}

/** What is known after one more ask of the primary. */
async function afterAsk(functions: IPollFunctions, watched: WatchedName, memory: WatchMemory): Promise<WatchMemory> {
	const atMs = clock.now();
	const failure = await failureOf(functions, watched.address);
	const signal = withAsk(memory.signal, { atMs, isGood: failure === null });
	const secondView = needsSecondView(signal) ? await secondViewFrom(functions, watched) : 'unknown';
	const standing = standingOf(signal, secondView);
	const hasChanged = standing !== signal.standing;
	return {
		...memory,
		signal: { ...signal, standing },
		sinceMs: hasChanged || memory.sinceMs === 0 ? clock.now() : memory.sinceMs,
		reason: failure ?? memory.reason,
	};
}

function asked(memory: WatchMemory, hasChanged: boolean): WatchMemory {
	return { ...memory, askedAtMs: clock.now(), asks: hasChanged ? 1 : memory.asks + 1 };
}

/** Cloudflare's word; `unknown` where it was not asked, does not answer, or has not looked. */
async function secondViewFrom(functions: IPollFunctions, { pool, primary }: WatchedName): Promise<SecondView> {
	if (pool === null) return 'unknown';
	const read = await attempt(readPoolHealth(cloudflareClientForPicker(functions), pool.accountId, pool.poolId));
	if (read.ok) return secondViewOf(poolHealthOf(read.value), primary);
	functions.logger.warn(`${functions.getNode().name} cannot read the pool: ${messageOf(read.error)}`);
	return 'unknown';
}

async function itemOf(functions: IPollFunctions, watched: WatchedName, memory: WatchMemory): Promise<IDataObject> {
	const { signal, sinceMs, reason } = memory;
	return {
		signal: signal.standing,
		...nameJson(watched),
		isStandbyGood: (await failureOf(functions, watched.standbyAddress)) === null,
		since: new Date(sinceMs).toISOString(),
		reason: reason === '' ? 'answers well' : reason,
	};
}

/** What a person sees who tries it out: one look, which changes nothing. */
async function tryOut(functions: IPollFunctions, watched: WatchedName): Promise<IDataObject> {
	const failure = await failureOf(functions, watched.address);
	const secondView = await secondViewFrom(functions, watched);
	const memory = readMemory(null);
	const seen: WatchMemory = {
		...memory,
		signal: { ...memory.signal, standing: failure === null ? 'up' : 'down' },
		sinceMs: clock.now(),
		reason: failure ?? '',
	};
	return { ...(await itemOf(functions, watched, seen)), secondView };
}
