import { openPage, sendPage } from '../../n8n/engine/forms';
import type { EngineRun } from '../../n8n/engine/runs';
import { createApprovalDriver, WORKERS } from '../../workflows/approvalDriver';
import { releaseWorldOn } from '../../workflows/releaseWorld';
import { judgeLedger } from '../invariants/ledger';
import { leftovers } from '../invariants/leftovers';
import { judgePages } from '../invariants/pages';
import { shownSecrets } from '../invariants/secrets';
import type { Scene, Stage, Subject } from '../subject';

const FORM = 'slipway12approve';
/** Looks of GitHub Watch after which nothing comes of itself any more. */
const LOOKS = 60;
const LOOKS_WHILE_AWAY = 45;

/** 12 to its end: a person approves what waits, and the release deploys it. */
export const approvals: readonly Subject[] = [
	{
		name: '12-approve',
		// Of the release after it only how it begins: the rest is that of one that needs no approval.
		isOwn: ({ platform, occurrence }) => ['github', 'upstash'].includes(platform) && occurrence <= 2,
		steps: [
			'Read the catalog',
			'Read what waits',
			'If something waits',
			'Read the catalog again',
			'Read it again',
			'May it be given?',
			'Give the approval',
			'If it is to be looked at',
			'Look at the branch',
		].map((step) => ({ workflowId: FORM, step })),
		most: 8,
		prepare: approvalScene,
	},
];

async function approvalScene(stage: Stage): Promise<Scene> {
	const { engine } = stage;
	await stage.reset([WORKERS]);
	const world = releaseWorldOn(engine);
	const driver = createApprovalDriver(world);
	await world.arrange();
	const good = await driver.push();
	driver.setRow({ approval: 'required' });
	const next = await driver.push();
	const rowsBefore = new Set(world.ledger().map(({ id }) => id));

	let isSaid = false;
	let isGiven = false;
	/** The form, from its beginning. Gives the title of its last page, or nothing where it broke off. */
	const approve = async (): Promise<string> => {
		let run: EngineRun = await driver.open();
		if (run.status !== 'waiting') return '';
		const { template, fields, data } = await openPage(engine, run);
		if (template === 'form-trigger-completion') return String(data.title);
		run = await sendPage(engine, run, ['', JSON.stringify([fields.get('Approve')?.[0] ?? '']), 'Read it']);
		return run.status === 'waiting' ? String((await openPage(engine, run)).data.title) : '';
	};
	const isDone = async (): Promise<boolean> => (await driver.live()) === next;
	const look = async (most: number, isEnough: () => Promise<boolean>): Promise<void> => {
		for (let count = 0; count < most && !(await isEnough()); count++) await world.minute();
		await engine.runner.settled();
	};
	const given = (): number => driver.approvals().filter(({ given_by: by }) => by !== '').length;
	return {
		async play() {
			const title = await approve();
			isSaid = title !== '' || world.pages().length > 0;
			isGiven = title === 'Approved';
			await world.calm();
		},
		async judgeWhileAway(place) {
			if (!isGiven) return [];
			const isOver = async (): Promise<boolean> => (await isDone()) || world.pages().length > 0;
			await look(LOOKS_WHILE_AWAY, isOver);
			return place?.platform === 'pagerduty' || (await isOver())
				? []
				: ['it is approved, not live, and nobody is told'];
		},
		async mend() {
			// Who is told that nothing was approved opens the form again.
			if (!isGiven && given() === 0) isGiven = (await approve()) === 'Approved';
			await look(LOOKS, async () => (await isDone()) && (await leftovers(engine)).length === 0);
		},
		isDone,
		async judge() {
			const live = await driver.live();
			const rows = world.ledger().filter(({ id }) => !rowsBefore.has(id));
			const deployed = rows.filter(({ kind, commit }) => kind === 'deploy' && commit === next);
			return [
				...(isSaid ? [] : ['the form ended without a word, and nobody was paged']),
				...(live === next || live === good ? [] : [`${WORKERS} serves ${live}, neither the old nor the new`]),
				...(live === next && given() === 0 ? ['it is live, and nobody approved it'] : []),
				...(given() > 1 ? [`it was approved ${given()} times`] : []),
				...(deployed.length > 1 ? [`one approval was followed by ${deployed.length} deployments`] : []),
				...judgePages(engine.incidents(), await isDone(), true),
				...judgeLedger(rows, WORKERS, live),
				...(await leftovers(engine)).map((what) => `left behind: ${what}`),
				...shownSecrets(engine),
			];
		},
	};
}
