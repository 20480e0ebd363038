import { describeOnEngine } from '../n8n/engine/installedN8n';
import { bundledWorkflows } from '../n8n/engine/workflowFile';
import {
	createForeignWorld,
	CROWN,
	expectOnePageEach,
	foreignSteps,
	type ForeignWorld,
	SERVICE,
	workflowsWithForeignSteps,
} from './foreignWorld';

/*
 * Every step that is none of ours fails in turn, with the plain error that n8n's own code throws when it is
 * surprised. n8n lets the item leave by the success output then (n8n-mechanics, 11), so a step that is
 * trusted there tells the next one a lie. What may never come of it: that a push is lost without a word,
 * that a hold is passed over, that something nobody verified is put back, that a sick release stays.
 * By hand: foreignFailuresByHand.test.ts.
 */

const PAGE_KEY = `slipway/${CROWN}@main`;
const ON_THE_WAY = ['slipway01github', 'slipway02release', 'slipway03deploy', 'slipway15platform', 'slipway20netlify'];

describeOnEngine("a step of n8n's that fails", () => {
	let world: ForeignWorld;
	let verified: string;

	beforeAll(async () => {
		world = await createForeignWorld();
	});
	afterAll(async () => await world?.engine.close());
	beforeEach(async () => {
		verified = await world.prepare();
	});

	const live = async () => await world.engine.live(CROWN);
	const pages = () => world.engine.openIncidents();

	it('covers every workflow of the bundle that has such a step', () => {
		const covered = workflowsWithForeignSteps();
		const bare = [...bundledWorkflows().values()].filter(({ id }) => !covered.has(id));
		expect(bare.map(({ name }) => name)).toEqual([]);
	});

	describe('on the way of a push', () => {
		it.each(foreignSteps(...ON_THE_WAY, 'slipway11record', 'slipway13tell'))(
			'$workflowId "$step" loses no good one: it is live and verified, or somebody is told once',
			async ({ workflowId, step }) => {
				const { engine } = world;
				engine.faults.fail(workflowId, step);
				const pushed = await engine.push(CROWN);
				// What cannot be seen is looked at again by GitHub Watch, and told after half an hour.
				if ((await live()).commit !== pushed.sha && pages().length === 0) await world.minutes(45);
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
				expectOnePageEach(world.incidents(), PAGE_KEY);
				// What nobody was told to be deployed is not called so.
				const release = engine.releaseOf(pushed.deliveryId);
				if (!isLive) expect(['live', 'nothing', 'superseded']).not.toContain(release?.state);
				if (isRecorded) expect(isLive).toBe(true);
			},
		);

		it.each(foreignSteps(...ON_THE_WAY, 'slipway04rollback', 'slipway11record'))(
			'$workflowId "$step" leaves no sick one live unseen',
			async ({ workflowId, step }) => {
				const { engine } = world;
				engine.faults.fail(workflowId, step);
				const pushed = await engine.push(CROWN, { scenario: 'failing-health' });
				const isSickLive = (await live()).commit === pushed.sha;
				expect({ step, isToldIfSick: !isSickLive || pages().length > 0 }).toEqual({ step, isToldIfSick: true });
				if (!isSickLive) expect((await live()).commit).toBe(verified);
				expect(engine.releaseOf(pushed.deliveryId)?.state).not.toBe('live');
				expectOnePageEach(world.incidents(), PAGE_KEY);
			},
		);
	});

	it.each(foreignSteps('slipway01github', 'slipway02release', 'slipway03deploy'))(
		'of $workflowId "$step" passes over no hold that a person sets while a push waits',
		async ({ workflowId, step }) => {
			const { engine } = world;
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
});
