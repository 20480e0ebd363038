import { readKeptRows } from '../../../nodes/deployment/ledger/keptRows';
import { questionsOf, reconcile, type ReconciledRelease } from '../../../nodes/deployment/plan/reconcile';
import { readReleaseInHand, type ReleaseInHand } from '../../../nodes/deployment/plan/releaseInHand';
import { releaseItems } from '../../../nodes/deployment/plan/releaseItems';
import { itemsToSee, sightsOf } from '../../../nodes/deployment/plan/seeServices';
import { pairKey, type ServiceSight } from '../../../nodes/deployment/plan/sight';
import { isToldBlind } from '../../../nodes/deployment/state/toldBlind';
import { isTrueAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { beat } from '../../../nodes/Upstash/api/redis/heldLocks';
import { askForTurn, leaveTurn, lookAtTurn, type OwnedTurn, storedTurn } from '../../../nodes/Upstash/api/redis/turns';
import { askIn, isoOf, turnJson } from '../../../nodes/Upstash/output/turnJson';
import { numberIn, textIn } from '../../../nodes/Upstash/state/scriptAnswer';
import type { ScriptAnswer } from '../../../nodes/Upstash/api/types';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import { repositoryName, turnName, type World } from '../world/world';
import { deployService, rollBackService } from './oneService';
import { record } from './record';
import { runWhileHeld } from './whileHeld';

const silenceMs = 40_000;

/** Asks for a release, as 01, 07, 08, 17 and 02 itself do: nobody waits for it. */
export function startRelease(world: World, ask: Item): Execution {
	const item = { repository: repositoryName, repositoryId: '7', branch: 'main', ...copied(ask) };
	return world.n8n.start('Slipway 02: Release a branch', (execution) => release(world, execution, item));
}

/** 02: its turn; see, reconcile, do the lowest wave that has something to do, until nothing is left. */
async function* release(world: World, execution: Execution, ask: Item): Flow {
	const text = (name: string): string => textAt(ask, name) ?? '';
	const owner = text('releaseId') || `${text('deliveryId') || text('why')}/${execution.id}`;
	const turn: OwnedTurn = { name: turnName, owner, execution: execution.id };
	yield { at: '02 take the turn' };
	const answer = await askForTurn(world.redis, {
		...turn,
		previousExecution: text('previousExecution'),
		isWish: isTrueAt(ask, 'wish'),
		item: JSON.stringify(ask),
		silenceMs,
		requestId: world.requestId(),
	});
	if (textIn(answer, 'outcome') === 'notTaken') return;
	let item = itemOfTurn(ask, turn, answer);
	for (let round = 0; ; round++) {
		yield { at: '02 note what is looked at' };
		item = await noteLook(world, turn, item);
		const { items } = yield* seeAndDecide(world, execution, turn, { ...item, round });
		const [first = {}] = items;
		const lockOf = (each: Item): string => textAt(each, 'lockKey') ?? '';
		const held = { world, execution, items, lockOf, owner, turn, isPerson: false };
		if (first.next === 'deploy') {
			const flowOf = (each: Item, called: Execution): Flow<Item> => deployService(world, called, each);
			const work = { ...held, step: '02 deploy the wave', workflow: 'Slipway 03: Deploy one service', flowOf };
			[item = {}] = yield* runWhileHeld({ ...work, startAtMost: 3 });
		} else if (first.next === 'compensate') {
			yield* record(world, execution, first);
			const flowOf = (each: Item, called: Execution): Flow<Item> => rollBackService(world, called, each);
			const work = { ...held, step: '02 roll back in reverse', workflow: 'Slipway 04: Roll back one service', flowOf };
			[item = {}] = yield* runWhileHeld({ ...work, startAtMost: 1 });
		} else if (first.next === 'handOver') {
			startRelease(world, first);
			return;
		} else {
			const ended = yield* record(world, execution, first);
			yield { at: '02 leave the turn' };
			if (!(await leave(world, turn, ended))) return;
			item = { ...ask, ...ended };
		}
	}
}

function itemOfTurn(item: Item, { name, owner }: OwnedTurn, answer: ScriptAnswer): Item {
	const turn = storedTurn(name, answer);
	const json = turnJson(turn, { count: turn.askedCount, sinceMs: numberIn(answer, 'since') ?? 0 });
	return copied({ ...item, releaseId: owner, turn: json });
}

/** *Turn: Look*. */
async function noteLook(world: World, turn: OwnedTurn, incoming: Item): Promise<Item> {
	const request = { repository: repositoryName, requestId: world.requestId() };
	const answer = await lookAtTurn(world.redis, turn, request);
	if (textIn(answer, 'outcome') === 'lost') throw new Error('Another run has the turn');
	const stored = storedTurn(turn.name, answer);
	const kept = Object.entries(answer).flatMap(([name, text]) => (/^kept\d+$/.test(name) ? [text] : []));
	return {
		...itemOfTurn({ ...askIn(stored), ...incoming }, turn, answer),
		wish: textIn(answer, 'took') === '1',
		wishedAt: isoOf(stored.wishedAtMs),
		toldByWatch: isToldBlind(textIn(answer, 'blind'), textIn(answer, 'seen')),
		keptRows: readKeptRows(kept, 'main'),
	};
}

/** *See*, the looks at the platforms, the ledger, *Reconcile*. */
async function* seeAndDecide(
	world: World,
	execution: Execution,
	turn: OwnedTurn,
	item: Item,
): Flow<{ readonly items: Item[]; readonly reconciled: ReconciledRelease }> {
	yield { at: '02 read the catalog' };
	const catalogRows = world.tables.catalog;
	const asked = readReleaseInHand(item, execution.id, world.n8n.iso());
	if (asked === null) throw new Error('No release');
	const keptRows = valueAt(item, 'keptRows');
	const seen: Item[] = [];
	for (const each of itemsToSee(asked, catalogRows, Array.isArray(keptRows) ? keptRows : [], world.n8n.iso())) {
		yield { at: '02 see what is live' };
		const service = textAt(each, 'service');
		// What an earlier round saw, and handed on, is not looked at.
		const isLooked = service !== null && textAt(each, 'task') === 'look';
		seen.push(copied(isLooked ? { ...each, live: world.place(service).look() } : each));
	}
	await beatOnce(world, turn);
	yield { at: '02 read the ledger' };
	const ledgerRows = world.tables.newestRows();
	yield { at: '02 decide' };
	const heads = { branch: world.repository.look(), release: null };
	const sights = sightsOf(asked, { items: seen, catalogRows, ledgerRows }, heads);
	const nowIso = world.n8n.iso();
	const answered = sights.map((sight) => answer(world, sight, asked, nowIso));
	const reconciled = reconcile(answered, asked, { nowIso, longestRunSeconds: world.longestRunSeconds });
	const items = releaseItems(reconciled, { runUrl: '', formUrl: '', catalogRows });
	return { reconciled, items: items.map((each) => copied({ ...each, decidedAtMs: world.n8n.nowMs })) };
}

async function beatOnce(world: World, turn: OwnedTurn): Promise<void> {
	try {
		await beat(world.redis, { turn, locks: [], renews: true });
	} catch {
		// Redis is away: the next step that needs it says so.
	}
}

/** What GitHub answers, question by question. */
function answer(world: World, sight: ServiceSight, release: ReleaseInHand, nowIso: string): ServiceSight {
	const { repository } = world;
	const { service } = sight.row;
	let answered = sight;
	for (let pass = 0; pass < 30; pass++) {
		const { pairs, builds } = questionsOf(answered, release, nowIso);
		if (pairs.length === 0 && !builds) return answered;
		const news = pairs.map((pair) => [pairKey(pair), repository.compare(service, pair.base, pair.head)] as const);
		const runs = repository.isAway
			? ({ isSeen: false, reason: 'GitHub did not answer' } as const)
			: ({ isSeen: true, runs: [...repository.buildsOf(service)] } as const);
		answered = {
			...answered,
			comparisons: new Map([...answered.comparisons, ...news]),
			builds: builds ? runs : answered.builds,
		};
	}
	throw new Error('Questions without end');
}

/** *Turn: Leave*; whether it was asked again. */
async function leave(world: World, turn: OwnedTurn, item: Item): Promise<boolean> {
	const watch = valueAt(item, 'turn', 'watch');
	const remainder = {
		notes: JSON.stringify(valueAt(item, 'turn', 'notes') ?? {}),
		head: textAt(item, 'turn', 'head') ?? '',
		lookAgainAt: textAt(item, 'turn', 'lookAgainAt') ?? '',
		watch: watchEntry(watch),
	};
	const answered = await leaveTurn(world.redis, turn, remainder, world.requestId());
	const outcome = textIn(answered, 'outcome');
	if (outcome === 'lost') throw new Error('Another run has the turn');
	return outcome === 'again';
}

function watchEntry(watch: unknown): { readonly repository: string; readonly watched: string } | undefined {
	const repository = textAt(watch, 'repository');
	if (repository === null || typeof watch !== 'object' || watch === null) return undefined;
	const watched = Object.fromEntries(Object.entries(watch).filter(([name]) => name !== 'repository'));
	return { repository, watched: JSON.stringify(watched) };
}
