import { findingOn } from '../../../nodes/NetlifyDeployments/publication';
import { statusOf } from '../../../nodes/NetlifyDeployments/status';
import { DEPLOY_STATES } from '../../../sandbox/netlify/model';

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
			reason: 'Netlify\'s state "" is not a known one',
		});
	});

	it('gives Netlify\'s message as the reason of an error', () => {
		expect(statusOf({ state: 'error', error_message: 'Build script returned 2' })).toEqual({
			state: 'failed',
			reason: 'Build script returned 2',
		});
	});

	it.each([
		['Canceled build', false],
		['Canceled build due to no content change', true],
		['', true],
	])('tells a cancelled build from a failed one: %p, skipped %p', (message, skipped) => {
		const status = statusOf({ state: 'error', error_message: message, skipped });
		expect(status.state).toBe('cancelled');
		expect(status.reason).not.toBe('');
	});
});

describe('findingOn a deploy that Netlify had put away as old', () => {
	const deploy = { id: 'd1', state: 'old', context: 'production', commit_ref: null };
	const expectation = { production: true, replaces: 'd2', commit: null };
	const serving = (id: string) => ({ id: 's1', published_deploy: { id } });

	it.each([
		['restored and served', true, 'd1', 'good', 'live'],
		['restored and not served', true, 'd2', 'pending', 'ready'],
		['waited for, though served', false, 'd1', 'bad', 'superseded'],
	])('%s', (_name, isRestore, served, phase, state) => {
		expect(findingOn(deploy, serving(served), { ...expectation, isRestore })).toMatchObject({ phase, state });
	});
});
