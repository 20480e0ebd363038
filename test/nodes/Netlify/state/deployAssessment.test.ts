import { phaseOf } from '../../../../nodes/deployment/state/deploymentState';
import { assessDeploy } from '../../../../nodes/Netlify/state/deployAssessment';
import { statusOf } from '../../../../nodes/Netlify/state/deployStatus';
import { DEPLOY_STATES } from '../../../../sandbox/netlify/model';

describe('statusOf', () => {
	it.each([
		['new', 'queued'],
		['enqueued', 'queued'],
		['building', 'building'],
		['retrying', 'building'],
		['uploading', 'rolling'],
		['processing', 'rolling'],
		['ready', 'ready'],
		['rejected', 'failed'],
		['old', 'superseded'],
	])('reads %s as %s', (state, expected) => {
		expect(statusOf({ state }).state).toBe(expected);
	});

	it('knows every state of the API', () => {
		const unknown = DEPLOY_STATES.filter((state) => statusOf({ state }).state === 'unknown');
		expect(unknown).toEqual([]);
	});

	it('never takes a state it does not know for a good one', () => {
		expect(statusOf({ state: 'live' }).state).toBe('unknown');
		expect(statusOf({ state: null })).toEqual({
			state: 'unknown',
			reason: 'Netlify\'s state "" is unknown',
		});
	});

	it("gives Netlify's message as the reason of an error", () => {
		expect(statusOf({ state: 'error', error_message: 'Build script returned 2' })).toEqual({
			state: 'failed',
			reason: 'Build script returned 2',
		});
	});

	it.each([
		['cancelled', 'Canceled build', false],
		['cancelled', 'Canceled build', true],
		['cancelled', 'Cancelled build by Kim', false],
		['cancelled', 'Build was canceled by user', null],
		['cancelled', "Failed during stage 'building site': Canceled build", null],
		['superseded', 'Canceled build due to new commits', null],
		['superseded', 'Canceled build in favor of a newer deploy', true],
		[
			'skipped',
			"Failed during stage 'checking build content for changes': Canceled build due to no content change",
			true,
		],
		['skipped', 'Canceled build due to no content change', null],
		['skipped', 'Skipped', false],
		['skipped', 'Skipping build', null],
		['skipped', 'Build skipped: the ignore command ended with 0', null],
		['skipped', 'Skipped due to commit message', null],
		['skipped', '', true],
		['skipped', 'User-defined ignore command returned exit code 0', true],
		['failed', 'Skipped due to account credit usage exceeded', true],
		['failed', '', false],
		['failed', 'Build script returned non-zero exit code: 2: cannot read pages/cancelled.md', null],
		['failed', "cancelled.tsx(3,5): error TS1005: ';' expected", null],
		['failed', 'skipped.test.ts failed', false],
		['failed', 'Failed during stage \'building site\': commit "Say that the order was skipped" does not build', null],
		['failed', "Failed during stage 'preparing repo': branch order-cancelled of acme/shop not found", null],
	])('reads an error as %s: %p, skipped %p', (state, message, skipped) => {
		const status = statusOf({ state: 'error', error_message: message, skipped });
		expect(status).toEqual({ state, reason: expect.stringMatching(/./) });
	});

	it("takes Netlify's record of a skip for one, and its state, if it ever is one", () => {
		expect(statusOf({ state: 'error', error_message: 'Not built', skipped_log: { reason: 'ignore' } }).state).toBe(
			'skipped',
		);
		expect(statusOf({ state: 'skipped' })).toEqual({ state: 'skipped', reason: 'Netlify skipped its build' });
	});
});

it('takes a skipped deploy for one that ended harmlessly, and for no proof', () => {
	expect(phaseOf('skipped')).toBe('succeeded');
	const deploy = { id: 'd1', state: 'error', skipped: true, context: 'production', commit_ref: 'a' };
	const site = { id: 's1', published_deploy: { id: 'd0', commit_ref: 'b' } };
	for (const production of [true, false]) {
		expect(assessDeploy(deploy, site, { production, replaces: 'd0', commit: 'a' })).toEqual({
			phase: 'succeeded',
			state: 'skipped',
			reason: 'Netlify skipped its build',
			advice: '',
		});
	}
});

describe('assessDeploy a deploy that Netlify had put away as old', () => {
	const deploy = { id: 'd1', state: 'old', context: 'production', commit_ref: null };
	const expectation = { production: true, replaces: 'd2', commit: null };
	const serving = (id: string) => ({ id: 's1', published_deploy: { id } });

	it.each([
		['restored and served', true, 'd1', 'succeeded', 'live'],
		['restored and not served', true, 'd2', 'pending', 'ready'],
		['waited for, though served', false, 'd1', 'failed', 'superseded'],
	])('%s', (_name, isRestore, served, phase, state) => {
		expect(assessDeploy(deploy, serving(served), { ...expectation, isRestore })).toMatchObject({ phase, state });
	});
});
