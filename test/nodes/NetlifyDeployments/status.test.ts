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
