import { listAt } from '../../../nodes/deployment/values/jsonFields';
import { type JsonRecord, readPath } from '../../../tools/json';
import type { Engine } from '../../n8n/engine/engine';
import { PlantedSecrets, plantedSyncs } from '../../workflows/plantSecrets';
import { jobPages } from '../invariants/pages';
import { plantedIn, shownSecrets } from '../invariants/secrets';
import { leftovers } from '../invariants/leftovers';
import type { Scene, Stage, Subject, SweptStage } from '../subject';
import type { SweptWorld } from '../sweptWorld';

/** A workflow that runs by itself, and whose next run does what the last one could not. */
interface Job {
	readonly name: string;
	readonly workflowId: string;
	readonly mode: 'integrated' | 'trigger';
	readonly services: readonly string[];
	readonly most?: number;
	/** Whether a real n8n plays it, too: it needs nothing but to be called, and its next run no other day. */
	readonly isDriven?: boolean;
	/** What it finds, where it must find something; Gives the secrets that nobody may be shown. */
	arrange?(engine: Engine): Promise<ReadonlyMap<string, string>>;
	/** Whether all that it is for is done. */
	isDone(engine: SweptWorld): boolean;
}

const DAY_MS = 86_400_000;
/** So many runs of the next days, until it must be done. */
const LATER_RUNS = 3;

const rowsOf = (engine: SweptWorld, table: string): JsonRecord[] => engine.tables.rows(table);

const jobList: readonly Job[] = [
	{
		name: '09-sync-secrets',
		workflowId: 'slipway09secrets',
		mode: 'integrated',
		services: ['paintbox-frontend', 'paintbox-api', 'gateway', 'nanda-workers'],
		most: 120,
		async arrange(engine) {
			const secrets = new PlantedSecrets(engine.sandbox);
			await secrets.plant();
			for (const sync of plantedSyncs) engine.tables.insert('slipway_secret_syncs', { ...sync, synced_at: '' });
			return secrets.values;
		},
		isDone: (engine) =>
			rowsOf(engine, 'slipway_secret_syncs').every(({ state }) => state === 'synced' || state === 'inStep'),
	},
	{
		name: '34-cost-report',
		workflowId: 'slipway34costs',
		isDriven: true,
		mode: 'integrated',
		services: [],
		isDone(engine) {
			const months = rowsOf(engine, 'slipway_costs').filter(({ kind }) => kind === 'month');
			const seen = new Set(
				months
					.filter(({ reason }) => !/answered|not be (read|seen)/.test(String(reason)))
					.map(({ platform }) => platform),
			);
			return seen.size === 6;
		},
	},
	{
		name: '35-security-audit',
		workflowId: 'slipway35audit',
		isDriven: true,
		most: 100,
		mode: 'integrated',
		services: ['paintbox-frontend', 'paintbox-api', 'gateway'],
		isDone: (engine) => Number(rowsOf(engine, 'slipway_audits').at(-1)?.passed) > 8,
	},
	{
		name: '10-board',
		workflowId: 'slipway10board',
		mode: 'trigger',
		services: ['paintbox-frontend', 'paintbox-api', 'gateway'],
		isDone(engine) {
			const run = engine.runsOf('slipway10board').at(-1);
			const step = listAt(run?.data, 'resultData', 'runData', 'Make the page').at(-1);
			const [output] = listAt(step, 'data', 'main');
			const html = String(readPath(Array.isArray(output) ? output[0] : undefined, 'json', 'board', 'html'));
			return html.includes('paintbox-api') && !html.includes('could not be read');
		},
	},
	{
		name: '42-sweep-previews',
		workflowId: 'slipway42sweep',
		isDriven: true,
		mode: 'integrated',
		services: ['paintbox-frontend', 'paintbox-api'],
		isDone: (engine) => engine.runsOf('slipway42sweep').at(-1)?.status === 'success',
	},
	{
		name: '19-try-credentials',
		workflowId: 'slipway19try',
		isDriven: true,
		mode: 'integrated',
		services: [],
		isDone: (engine) => engine.runsOf('slipway19try').at(-1)?.status === 'success',
	},
];

export const jobs: readonly Subject[] = jobList.map((job) => ({
	name: job.name,
	most: job.most,
	async prepare({ engine, reset }: Stage): Promise<Scene> {
		await reset(job.services);
		const secrets = (await job.arrange?.(engine)) ?? new Map<string, string>();
		return jobScene(engine, job, secrets);
	},
	...(job.isDriven === true && {
		async prepareInN8n({ engine, reset }: SweptStage): Promise<Scene> {
			await reset(job.services);
			return jobScene(engine, job, new Map());
		},
	}),
}));

function jobScene(engine: SweptWorld, job: Job, secrets: ReadonlyMap<string, string>): Scene {
	let isDoneAtOnce = false;
	let isBroken = false;
	const run = async (): Promise<void> => {
		await engine.start(job.workflowId, {}, job.mode);
		await engine.runner.settled();
	};
	return {
		async play() {
			await run();
			isDoneAtOnce = job.isDone(engine);
			isBroken = engine.runner.runs.some(({ status, mode }) => status !== 'success' && mode !== 'error');
		},
		async mend() {
			for (let later = 0; later < LATER_RUNS && !job.isDone(engine); later++) {
				await engine.clock.pass(DAY_MS);
				await run();
			}
		},
		isDone: async () => job.isDone(engine),
		async judge() {
			const left = await leftovers(engine);
			return [
				...(job.isDone(engine) ? [] : ['it is not done by later runs either']),
				...left.map((what) => `left behind: ${what}`),
				...jobPages(engine.incidents(), { isDoneAtOnce, isBroken }),
				...shownSecrets(engine),
				...plantedIn(engine, secrets),
			];
		},
	};
}
