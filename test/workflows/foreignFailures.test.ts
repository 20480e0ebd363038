import { createEngine, type Engine } from '../n8n/engine/engine';
import { beginForm, letPageLapse, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { bundledWorkflows } from '../n8n/engine/workflowFile';

/*
 * Every step that is none of ours fails in turn, with the plain error that n8n's own code throws when it is
 * surprised. n8n lets the item leave by the success output then (n8n-mechanics, 11), so a step that is
 * trusted there tells the next one a lie. What may never come of it: that a push is lost without a word,
 * that a hold is passed over, that something nobody verified is put back, that a sick release stays.
 */

const CROWN = 'candlefish-ai/crown-trophy';
const SERVICE = 'crown-trophy';
const NAME = `${SERVICE} / production`;
const PAGE_KEY = `slipway/${CROWN}@main`;
const TRIGGER = /trigger$/i;

interface Case {
	readonly workflowId: string;
	readonly step: string;
}

const cases: Case[] = [...bundledWorkflows().values()].flatMap(({ id, nodes }) =>
	nodes
		.filter(
			({ type }) => !type.startsWith('n8n-nodes-slipway.') && !type.endsWith('.stickyNote') && !TRIGGER.test(type),
		)
		.map(({ name }) => ({ workflowId: id, step: name })),
);
/** Not on the way of a service on Netlify. */
const ELSEWHERE = ['Do it on Fly.io', 'Do it on ECS', 'Say that nothing deploys there'];
const of = (...workflowIds: string[]): Case[] =>
	cases.filter(({ workflowId, step }) => workflowIds.includes(workflowId) && !ELSEWHERE.includes(step));
const ON_THE_WAY = ['slipway01github', 'slipway02release', 'slipway03deploy', 'slipway15platform', 'slipway20netlify'];

describeOnEngine("a step of n8n's that fails", () => {
	let engine: Engine;
	let verified: { readonly sha: string };

	beforeAll(async () => {
		engine = await createEngine(undefined, { platformSpeed: 10 });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		engine.tables.change('slipway_services', ({ repository }) => repository !== CROWN, { enabled: false });
		verified = await engine.push(CROWN);
	});

	const live = async () => await engine.live(CROWN);
	const pages = () => engine.openIncidents();

	/** Of the release at most one page; another one is of the run in which n8n itself failed. */
	function expectOnePageEach(): void {
		const all = engine.incidents();
		expect(all.filter(({ pageCount }) => Number(pageCount) > 1)).toEqual([]);
		const others = all.filter(({ dedupKey }) => dedupKey !== PAGE_KEY);
		expect(others.filter(({ dedupKey }) => !/^slipway\/execution\/\d+$/.test(String(dedupKey)))).toEqual([]);
		expect(others.length).toBeLessThanOrEqual(2);
	}

	it('covers every workflow of the bundle that has such a step', () => {
		const covered = new Set(cases.map(({ workflowId }) => workflowId));
		const bare = [...bundledWorkflows().values()]
			.map(({ name, id }) => ({ name, id }))
			.filter(({ id }) => !covered.has(id));
		// It asks each platform by a step of ours, and has no other.
		expect(bare.map(({ name }) => name.slice(0, 10))).toEqual(['Slipway 19']);
	});

	describe('on the way of a push', () => {
		it.each(of(...ON_THE_WAY, 'slipway11record', 'slipway13tell'))(
			'$workflowId "$step" loses no good one: it is live and verified, or somebody is told once',
			async ({ workflowId, step }) => {
				engine.faults.fail(workflowId, step);
				const pushed = await engine.push(CROWN);
				const isLive = (await live()).commit === pushed.sha;
				const isRecorded = engine.tables
					.rows('slipway_deployments')
					.some(
						({ commit, state, verified: isVerified }) =>
							commit === pushed.sha && state === 'live' && isVerified === true,
					);
				const kept = JSON.stringify(await engine.redis('HVALS', 'slipway:rows'));
				const isSaid = String(engine.releaseOf(pushed.deliveryId)?.reason).includes('could not be recorded');
				const isDone = isLive && (isRecorded || kept.includes(pushed.sha) || isSaid);
				expect({ isDoneOrTold: isDone || pages().length > 0 }).toEqual({ isDoneOrTold: true });
				expectOnePageEach();
				// What nobody was told to be deployed is not called so.
				const release = engine.releaseOf(pushed.deliveryId);
				if (!isLive) expect(['live', 'nothing', 'superseded']).not.toContain(release?.state);
				if (isRecorded) expect(isLive).toBe(true);
			},
		);

		it.each(of(...ON_THE_WAY, 'slipway04rollback', 'slipway11record'))(
			'$workflowId "$step" leaves no sick one live unseen',
			async ({ workflowId, step }) => {
				engine.faults.fail(workflowId, step);
				const pushed = await engine.push(CROWN, { scenario: 'failing-health' });
				const isSickLive = (await live()).commit === pushed.sha;
				expect({ step, isToldIfSick: !isSickLive || pages().length > 0 }).toEqual({ step, isToldIfSick: true });
				if (!isSickLive) expect([verified.sha]).toContain((await live()).commit);
				expect(engine.releaseOf(pushed.deliveryId)?.state).not.toBe('live');
				expectOnePageEach();
			},
		);
	});

	it.each(of('slipway01github', 'slipway02release', 'slipway03deploy'))(
		'of $workflowId "$step" passes over no hold that a person sets while a push waits',
		async ({ workflowId, step }) => {
			const lock = `slipway:lock:netlify/${SERVICE}`;
			await engine.redis('HSET', lock, 'owner', 'Ana', 'token', '1', 'since', '0', 'note', 'looks');
			await engine.redis('PEXPIRE', lock, '60000');
			const hold = { hold: true, hold_reason: 'Kim looks at it' };
			engine.clock.sandbox.after(20_000, () =>
				engine.tables.change('slipway_services', ({ service }) => service === SERVICE, hold),
			);
			engine.faults.fail(workflowId, step);
			const pushed = await engine.push(CROWN);
			expect((await live()).commit).not.toBe(pushed.sha);
		},
	);

	it.each(of('slipway04rollback', 'slipway05manual', 'slipway16prepare', 'slipway17change'))(
		'$workflowId "$step" says of a roll back by hand only what it did',
		async ({ workflowId, step }) => {
			await engine.push(CROWN);
			let run = await beginForm(engine, 'slipway05manual', { action: 'Roll back a service', reason: 'It is slow' });
			run = await sendPage(engine, run, [NAME]);
			const choice = (await openPage(engine, run)).fields
				.get('Go back to')
				?.find((option) => option.startsWith(verified.sha.slice(0, 7)));
			expect(choice).toBeDefined();
			// The table above the choices is a field, too, which has no answer.
			run = await sendPage(engine, run, ['', JSON.stringify([choice])]);
			engine.faults.fail(workflowId, step);
			run = await sendPage(engine, run, [SERVICE]);
			await expectAnHonestEnd(run);
		},
	);

	async function expectAnHonestEnd(run: EngineRun): Promise<void> {
		const { commit } = await live();
		const isBack = commit === verified.sha;
		if (run.status !== 'waiting') {
			// n8n's own error page: then somebody is paged.
			expect({ step: run.lastNode, isTold: pages().length > 0 }).toEqual({ step: run.lastNode, isTold: true });
			return;
		}
		const { data } = await openPage(engine, run);
		const title = String(data.title);
		if (isBack) expect(title).not.toMatch(/NOT rolled back|Nothing was changed/);
		else expect(title).not.toBe('Rolled back');
	}

	it.each(of('slipway07page'))('of $workflowId "$step" keeps no page from going out', async ({ workflowId, step }) => {
		engine.faults.fail(workflowId, step);
		// The claim cannot be made: nobody but the error workflow tells.
		engine.sandbox.addFault({ platform: 'upstash', kind: 'status', status: 503, times: 'always' });
		const execution = { id: '4', url: 'http://n8n/1', mode: 'trigger', error: { message: 'out of memory' } };
		const died = { execution, workflow: { id: 'slipway40daily', name: 'Slipway 40: Once a day' } };
		await engine.start('slipway07page', died, 'integrated');
		expect(pages()).toHaveLength(1);
	});

	it('lets the form of a roll back end when nobody sends it', async () => {
		const run = await beginForm(engine, 'slipway05manual', { action: 'Roll back a service', reason: 'x' });
		const ended = await letPageLapse(engine, run);
		expect(String((await openPage(engine, ended)).data.title)).toBe('Nothing was changed');
	});
});
