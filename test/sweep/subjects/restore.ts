import { readString } from '../../../tools/json';
import { beginForm, openPage, sendPage } from '../../n8n/engine/forms';
import type { BackupWorld } from '../../workflows/backupWorld';
import { judgePages } from '../invariants/pages';
import type { Scene, Stage, Subject } from '../subject';
import { backupScene, isOwnOfBackups, judgeBackups } from './backups';

const FORM = 'slipway31restore';
/** A person who was told that it failed tries again so often. */
const TRIES = 3;
/** Platforms live twenty times as fast: Neon deletes what was to last for a day, and not yet what lasts for a week. */
const AFTERWARDS_MS = 7_200_000;
const BEFORE = ['Candle', 'Fish', 'Harbour'];
const NOW = ['Candle', 'Harbour', 'Later'];

/** 31: a backup goes into a copy, and a copy goes over production once somebody says so. */
export const restores: readonly Subject[] = [
	{
		name: '31-restore-database',
		isOwn: isOwnOfBackups,
		most: 4,
		prepare: async (stage) => await restoreScene(stage, 'copy'),
	},
	{
		name: '31-restore-database promoted',
		most: 4,
		steps: ['If there is something', 'What follows?', 'Write it down'].map((step) => ({ workflowId: FORM, step })),
		prepare: async (stage) => await restoreScene(stage, 'promotion'),
	},
];

async function restoreScene(stage: Stage, what: 'copy' | 'promotion'): Promise<Scene> {
	const world = await backupScene(stage);
	const { engine } = world;
	await world.backUp();
	await engine.clock.pass(60_000);
	await world.sql("DELETE FROM colors WHERE name = 'Fish'; INSERT INTO colors (name, hex) VALUES ('Later', '#0')");

	/** The form, to its last page. Gives what that says, or nothing where it broke off. */
	const choose = async (start: string): Promise<string> => {
		let run = await beginForm(engine, FORM, { database: 'paintbox' });
		if (run.status !== 'waiting') return '';
		const page = await openPage(engine, run);
		const label = (page.fields.get('What is to be done?') ?? []).find((choice) => choice.startsWith(start));
		if (label === undefined) return String(page.data.title ?? 'It is not offered');
		const given: Readonly<Record<string, string>> = {
			'What is to be done?': label,
			"To promote a copy, type the database's name": 'paintbox',
			'Why?': 'Fish are gone',
		};
		run = await sendPage(
			engine,
			run,
			[...page.fields.keys()].map((field) => given[field] ?? ''),
		);
		await engine.runner.settled();
		return run.status === 'waiting' ? String((await openPage(engine, run)).data.title) : '';
	};
	const start = what === 'copy' ? 'Restore paintbox from the backup' : 'Promote the copy';
	if (what === 'promotion') await choose('Restore paintbox from the backup');
	const rowsBefore = world.history().length;
	const rows = () => world.history().slice(rowsBefore);
	const names = async (branch?: string): Promise<string> => namesOf(world, branch);
	const isDone = async (): Promise<boolean> =>
		what === 'copy' ? rows().some(({ state }) => state === 'ready') : (await names()) === BEFORE.join();
	let said = '';
	let isSaid = false;
	return {
		async play() {
			said = await choose(start);
			isSaid = said !== '' || engine.incidents().length > 0;
		},
		async mend() {
			for (let count = 0; count < TRIES && !(await isDone()); count++) {
				await engine.clock.pass(60_000);
				await choose(start);
			}
			await engine.clock.pass(AFTERWARDS_MS);
		},
		isDone,
		async judge() {
			const live = await names();
			const copy = rows().findLast(({ state, kind }) => state === 'ready' && kind === 'restore');
			const promoted = rows().findLast(({ kind, state }) => kind === 'promotion' && state === 'promoted');
			const kept = world.branchId(readString(promoted ?? {}, 'copy') ?? '');
			const isPromoted = live === BEFORE.join();
			return [
				...(isSaid ? [] : ['the form ended without a word, and nobody was paged']),
				...((await isDone()) ? [] : [`it is not done by later tries either: ${said}`]),
				...(live === NOW.join() || (what === 'promotion' && isPromoted)
					? []
					: [`production has ${live}, which nobody asked for`]),
				...(copy && (await names(String(copy.copy_id))) !== BEFORE.join()
					? ['the copy is said to be ready, and has not the rows of the backup']
					: []),
				...(promoted && !isPromoted ? ['it is said to be promoted, and is not'] : []),
				...(promoted && (await names(kept)) !== NOW.join() ? ['what production held before is gone'] : []),
				...judgePages(engine.incidents(), await isDone(), false),
				...(await judgeBackups(world)),
			];
		},
	};
}

const namesOf = async (world: BackupWorld, branch?: string): Promise<string> =>
	(await world.sql('SELECT name FROM colors ORDER BY name', branch)).map(({ name }) => String(name)).join();
