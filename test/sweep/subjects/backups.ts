import { type JsonRecord, readString } from '../../../tools/json';
import { type BackupWorld, backupWorldOn, paintbox } from '../../workflows/backupWorld';
import { jobPages } from '../invariants/pages';
import { leftovers } from '../invariants/leftovers';
import { shownSecrets } from '../invariants/secrets';
import type { RequestPlace } from '../requestPlace';
import type { Scene, Stage, Subject } from '../subject';

const DAY_MS = 86_400_000;
/** So many runs of the next days, until it must be done. */
const LATER_RUNS = 3;

const stepsOf = (workflowId: string, ...steps: string[]) => steps.map((step) => ({ workflowId, step }));

/** A task that cannot be looked at is given up after three hours of looks: what lasts is tried of what is asked less. */
export const isOwnOfBackups = ({ platform, action, occurrence }: RequestPlace): boolean =>
	platform !== 'public' && !(action === 'DescribeTasks' && occurrence === 1);

/** A database that is backed up, in a world without services. */
export async function backupScene({ engine, reset }: Stage): Promise<BackupWorld> {
	await reset([]);
	engine.tables.insert('slipway_databases', { ...paintbox });
	// No branch is looked at.
	await engine.redis('DEL', 'slipway:watch');
	return backupWorldOn(engine);
}

/** 30 and 32, with 45 to 47: a dump of a real database, and its restore into a scratch branch. */
export const backups: readonly Subject[] = [
	{
		name: '30-back-up-databases',
		isOwn: isOwnOfBackups,
		most: 6,
		steps: [
			...stepsOf(
				'slipway30backups',
				'Read the databases',
				'What is due?',
				'Back it up',
				'Find what was kept long enough',
			),
			...stepsOf('slipway45copy', 'If the copy is there', 'Is it over?', 'Write it down'),
		],
		async prepare(stage) {
			const world = await backupScene(stage);
			const isDone = (): boolean => {
				const { state, proven_key: key } = world.database();
				return state === 'proven' && world.keys().includes(String(key));
			};
			return jobOf(world, { run: async () => await world.backUp(), isDone, everyMs: DAY_MS });
		},
	},
	{
		name: '32-restore-drill',
		isOwn: isOwnOfBackups,
		most: 4,
		steps: [...stepsOf('slipway32drill', 'Read the databases', 'Restore it into a scratch branch')],
		async prepare(stage) {
			const world = await backupScene(stage);
			await world.backUp();
			const isDone = (): boolean => world.database().drill_state === 'restored';
			// As every night: else Watch pages, rightly, that there is no backup of the last day.
			const meanwhile = async (): Promise<void> => await world.backUp();
			return jobOf(world, { run: async () => await world.drill(), isDone, everyMs: DAY_MS, meanwhile });
		},
	},
];

interface Job {
	run(): Promise<void>;
	isDone(): boolean;
	readonly everyMs: number;
	/** What goes on between its runs. */
	meanwhile?(): Promise<void>;
}

function jobOf(world: BackupWorld, { run, isDone, everyMs, meanwhile }: Job): Scene {
	const { engine } = world;
	let isDoneAtOnce = false;
	let isBroken = false;
	return {
		async play() {
			await run();
			await engine.runner.settled();
			isDoneAtOnce = isDone() && copiesOf(world).length === 0;
			isBroken = engine.runner.runs.some(({ status, mode }) => status !== 'success' && mode !== 'error');
		},
		async mend() {
			for (let later = 0; later < LATER_RUNS && !(isDone() && isResolved(world)); later++) {
				await engine.clock.pass(everyMs);
				// What was not told, or not written down, is looked after by GitHub Watch.
				await engine.poll('slipway08reconcile');
				await meanwhile?.();
				await run();
				await engine.runner.settled();
			}
			// Neon deletes a copy that nobody removed.
			if (copiesOf(world).length > 0) await engine.clock.pass(DAY_MS + 3_600_000);
		},
		isDone: async () => isDone(),
		async judge() {
			return [
				...(isDone() ? [] : ['it is not done by later runs either']),
				...(isResolved(world) ? [] : [`a page is open, and all is well: ${JSON.stringify(summariesOf(world))}`]),
				...(isDoneAtOnce || engine.incidents().length > 0 ? [] : ['it was not done at once, and nobody was told']),
				...jobPages(engine.incidents(), { isDoneAtOnce, isBroken }),
				...(await judgeBackups(world)),
			];
		},
	};
}

/** What holds whatever was done: what is said to be there is there, production as it was, and no copy stays. */
export async function judgeBackups(world: BackupWorld): Promise<string[]> {
	const { engine } = world;
	const keys = world.keys();
	const isKept = ({ kind, state, removed_at: at }: JsonRecord): boolean =>
		kind === 'backup' && state === 'proven' && at === '';
	const missing = world
		.history()
		.filter(isKept)
		.flatMap(({ key, noted_key: noted }) => [String(key), String(noted)])
		.filter((key) => !keys.includes(key));
	const proven = String(world.database().proven_key);
	return [
		...missing.map((key) => `${key} is said to be a proven backup, and is not there`),
		...(proven === '' || keys.includes(proven) ? [] : [`the newest proven backup, ${proven}, is not there`]),
		...(world.branches().includes('main') ? [] : ["production's branch is gone"]),
		...copiesOf(world).map((name) => `left behind: the copy ${name}`),
		...(await leftovers(engine)).map((what) => `left behind: ${what}`),
		...shownSecrets(engine),
	];
}

/** Branches that last for one run. */
const copiesOf = (world: BackupWorld): string[] =>
	world.branches().filter((name) => /^slipway\/(?!before-restore|restore|rewind)/.test(name));

/** What n8n itself says of a run that died is left to a person. */
const ofItself = (world: BackupWorld): JsonRecord[] =>
	world.engine.openIncidents().filter((incident) => !/\/execution\//.test(readString(incident, 'dedupKey') ?? ''));
const isResolved = (world: BackupWorld): boolean => ofItself(world).length === 0;
const summariesOf = (world: BackupWorld): unknown[] => ofItself(world).map(({ summary }) => summary);
