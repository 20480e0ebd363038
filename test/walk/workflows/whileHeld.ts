import { beat, holdLock } from '../../../nodes/Upstash/api/redis/heldLocks';
import { releaseLock } from '../../../nodes/Upstash/api/redis/locks';
import type { OwnedTurn } from '../../../nodes/Upstash/api/redis/turns';
import { textIn } from '../../../nodes/Upstash/state/scriptAnswer';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import type { World } from '../world/world';

/** What *Run While Held* runs, for each item. */
export interface HeldWork {
	readonly world: World;
	readonly execution: Execution;
	/** The step of the workflow, and the workflow that it calls. */
	readonly step: string;
	readonly workflow: string;
	readonly flowOf: (item: Item, execution: Execution) => Flow<Item>;
	readonly items: readonly Item[];
	readonly lockOf: (item: Item) => string;
	readonly owner: string;
	readonly turn: OwnedTurn | undefined;
	readonly startAtMost: number;
	/** Whether a person asks: the holder is asked to stop; and without Redis it goes on. */
	readonly isPerson: boolean;
}

const ttlMs = 300_000;
const waitMs = 60_000;
const stopPatienceMs = 30_000;

function failed(item: Item, state: string): Item {
	return { ...item, run: { ok: false, state, error: { message: state, advice: '' } } };
}

/** *Run While Held*: one item back for each, its lock and the turn renewed meanwhile, freed at its end. */
export async function* runWhileHeld(work: HeldWork): Flow<Item[]> {
	const { world, execution, items, startAtMost, turn } = work;
	const ends = new Map<number, Item>();
	const state = { isTurnLost: false };
	if (turn !== undefined) await renew(work, [], state);
	let next = 0;
	const worker = async function* (): Flow {
		while (next < items.length) {
			const place = next++;
			ends.set(place, yield* workOne(work, items[place] ?? {}, state));
		}
	};
	const areOver = Array.from({ length: Math.min(startAtMost, items.length) }, () =>
		world.n8n.besides(execution, worker()),
	);
	const isOver = (): boolean => areOver.every((each) => each());
	while (!isOver()) yield { at: work.step, wakeAtMs: world.n8n.nowMs + 60_000, until: isOver };
	return items.map((item, place) => ends.get(place) ?? failed(item, 'cancelled'));
}

interface BeatState {
	isTurnLost: boolean;
}

async function renew(
	{ world, turn, owner, execution }: HeldWork,
	locks: ReadonlyArray<{ readonly name: string; readonly token: string }>,
	state: BeatState,
): Promise<string> {
	const held = locks.map((lock) => ({ ...lock, owner, holder: execution.id, ttlMs }));
	try {
		const answer = await beat(world.redis, { turn, locks: held, renews: true });
		if (answer.isTurnLost) state.isTurnLost = true;
		return answer.locks[0]?.stopAskedBy ?? '';
	} catch {
		return '';
	}
}

async function* workOne(work: HeldWork, item: Item, state: BeatState): Flow<Item> {
	const { world, execution } = work;
	if (state.isTurnLost) return failed(item, 'turnLost');
	const name = work.lockOf(item);
	const held = yield* takeLock(work, name, state);
	if (held !== 'unreachable' && held.token === '') return failed(item, 'lockBusy');
	if (held !== 'unreachable' && held.hasWaited && !work.isPerson) {
		await free(work, name);
		return failed(item, 'hadToWait');
	}
	if (held === 'unreachable' && !work.isPerson) return failed(item, 'unreachable');
	if (state.isTurnLost) {
		await free(work, name);
		return failed(item, 'turnLost');
	}
	const token = held === 'unreachable' ? '' : held.token;
	const given = { ...copied(item), ...(token !== '' && { lockToken: Number(token) }) };
	const results: Item[] = [];
	const flowOf = async function* (called: Execution): Flow {
		results.push(yield* work.flowOf(given, called));
	};
	const child = world.n8n.start(work.workflow, flowOf, execution);
	const isOver = (): boolean => child.state !== 'running';
	while (!isOver()) {
		yield { at: `waits for ${work.workflow}`, wakeAtMs: world.n8n.nowMs + 5_000, until: isOver };
		if (isOver()) break;
		const stoppedBy = await renew(work, token === '' ? [] : [{ name, token }], state);
		if (stoppedBy === '') continue;
		await free(work, name);
		return failed(item, `stoppedByPerson ${stoppedBy}`);
	}
	if (token !== '') await free(work, name);
	const [result] = results;
	if (result === undefined) return failed(item, `failed: ${child.error}`);
	return { ...copied(result), run: { ok: true } };
}

async function free({ world, owner, execution }: HeldWork, name: string): Promise<void> {
	try {
		await releaseLock(world.redis, { name, owner }, execution.id);
	} catch {
		// It frees itself by its TTL.
	}
}

/** The lock's token; empty where another holds it for too long. */
async function* takeLock(
	work: HeldWork,
	name: string,
	state: BeatState,
): Flow<{ readonly token: string; readonly hasWaited: boolean } | 'unreachable'> {
	const { world, owner, execution, isPerson } = work;
	const request = { name, owner, holder: execution.id, ttlMs, note: execution.workflow, isPerson };
	const deadlineMs = world.n8n.nowMs + (isPerson ? Math.max(waitMs, stopPatienceMs + 5_000) : waitMs);
	let asked = { token: '', sinceMs: 0 };
	let hasWaited = false;
	for (;;) {
		const overruledToken = world.n8n.nowMs - asked.sinceMs >= stopPatienceMs ? asked.token : '';
		try {
			const answer = await holdLock(world.redis, { ...request, overruledToken });
			const outcome = textIn(answer, 'outcome');
			const token = textIn(answer, 'token');
			if (outcome === 'acquired' || outcome === 'alreadyHeld') return { token, hasWaited };
			const askedToken = outcome === 'stopAsked' ? token : '';
			if (askedToken !== asked.token) asked = { token: askedToken, sinceMs: world.n8n.nowMs };
		} catch {
			return 'unreachable';
		}
		if (world.n8n.nowMs >= deadlineMs || state.isTurnLost) return { token: '', hasWaited };
		hasWaited = true;
		yield { at: `waits for the lock ${name}`, wakeAtMs: world.n8n.nowMs + (isPerson ? 1_000 : 2_000) };
		await renew(work, [], state);
	}
}
