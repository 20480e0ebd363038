import { readString } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { bundledWorkflows } from '../n8n/engine/workflowFile';

/** A step of the bundle that is none of ours. */
export interface ForeignStep {
	readonly workflowId: string;
	readonly step: string;
}

export const CROWN = 'candlefish-ai/crown-trophy';
export const SERVICE = 'crown-trophy';
const TRIGGER = /trigger$/i;
/** Not on the way of a service on Netlify that needs no approval. */
const ELSEWHERE =
	/^(Do it on (Fly\.io|ECS|GraphOS|Temporal)|Say that nothing deploys there|Read its approvals|Add them to the item)$/;

const steps: readonly ForeignStep[] = [...bundledWorkflows().values()].flatMap(({ id, nodes }) =>
	nodes
		.filter(
			({ type }) => !type.startsWith('n8n-nodes-slipway.') && !type.endsWith('.stickyNote') && !TRIGGER.test(type),
		)
		.map(({ name }) => ({ workflowId: id, step: name })),
);

/** The foreign steps of those workflows that a service on Netlify passes. */
export const foreignSteps = (...workflowIds: string[]): ForeignStep[] =>
	steps.filter(({ workflowId, step }) => workflowIds.includes(workflowId) && !ELSEWHERE.test(step));

export const workflowsWithForeignSteps = (): Set<string> => new Set(steps.map(({ workflowId }) => workflowId));

export interface ForeignWorld {
	readonly engine: Engine;
	/** All is well, nobody was paged, and one service can be deployed: gives the commit that is live and verified. */
	prepare(): Promise<string>;
	/** So many minutes of n8n's: GitHub Watch polls. */
	minutes(count: number): Promise<void>;
	/** What somebody was told since, also what is resolved by now. */
	incidents(): ReturnType<Engine['incidents']>;
}

/** So many rows the ledger may have before the world is made anew: it is read whole. */
const MOST_ROWS = 40;

/**
 * A world that its cases share: each begins with what the last one left, where that is well or becomes so by one good
 * push, which costs half of a new one.
 */
export async function createForeignWorld(): Promise<ForeignWorld> {
	const engine = await createEngine(undefined, { platformSpeed: 10, services: [SERVICE] });
	let incidentsBefore = 0;

	async function isWell(): Promise<boolean> {
		const { tables } = engine;
		const [locks, turns, kept, live] = await Promise.all([
			engine.locks(),
			engine.clouds.turns(),
			engine.redis('HLEN', 'slipway:rows'),
			engine.live(CROWN),
		]);
		const rows = [...tables.rows('slipway_deployments'), ...tables.rows('slipway_releases')];
		const newest = tables.rows('slipway_deployments').findLast(({ service }) => service === SERVICE);
		return (
			rows.length <= MOST_ROWS &&
			[...locks, ...turns, ...engine.openIncidents()].length === 0 &&
			kept === 0 &&
			rows.every((row) => row.told_at !== '' && !['running', 'compensating'].includes(String(row.state))) &&
			live.pageStatus === 200 &&
			newest?.state === 'live' &&
			newest.verified === true &&
			newest.live_commit === live.commit
		);
	}

	async function renew(): Promise<void> {
		await engine.reset();
		await engine.push(CROWN);
	}

	let isNew = true;
	return {
		engine,
		async minutes(count) {
			for (let minute = 0; minute < count; minute++) {
				engine.pollBeside('slipway08reconcile');
				await engine.clock.pass(60_000);
			}
			await engine.runner.settled();
		},
		incidents: () => engine.incidents().slice(incidentsBefore),
		async prepare() {
			await engine.runner.settled();
			engine.faults.mend();
			engine.tables.change('slipway_services', ({ service }) => service === SERVICE, { hold: false, hold_reason: '' });
			if (!isNew && !(await isWell())) await engine.push(CROWN);
			if (isNew || !(await isWell())) await renew();
			isNew = false;
			if (!(await isWell())) throw new Error('A good push into a new world did not leave it well');
			incidentsBefore = engine.incidents().length;
			return (await engine.live(CROWN)).commit;
		},
	};
}

/**
 * Of the release at most one page; another one is of the run in which n8n itself failed. Three where each record that
 * has nothing to tell is told all the same: the step that decides this is the one that fails.
 */
export function expectOnePageEach(incidents: ReturnType<Engine['incidents']>, pageKey: string): void {
	const keyOf = (incident: (typeof incidents)[number]): string => readString(incident, 'dedupKey') ?? '';
	expect(incidents.filter(({ pageCount }) => Number(pageCount) > 1)).toEqual([]);
	const others = incidents.filter((incident) => keyOf(incident) !== pageKey);
	expect(others.filter((incident) => !/^slipway\/execution\/\d+$/.test(keyOf(incident)))).toEqual([]);
	expect(others.length).toBeLessThanOrEqual(3);
}
