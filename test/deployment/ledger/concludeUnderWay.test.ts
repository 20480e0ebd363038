import { concludeDecided } from '../../../nodes/deployment/ledger/concludeDecided';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { readRecord } from '../../../nodes/deployment/ledger/record';

/** A deployment whose wait was over before the deployment was. */
describe('a deployment that has not ended when its run does', () => {
	const stateOf = (published: object, live: object, isFollowed = true, more: object = {}): string => {
		const item = {
			releaseId: 'delivery/1',
			service: 'gateway',
			environment: 'production',
			platform: 'ecs',
			target: 'candlefish/gateway',
			repository: 'candlefish-ai/candlefish',
			branch: 'main',
			commit: 'c'.repeat(40),
			kind: 'deploy',
			decision: 'deploy',
			state: 'running',
			isFollowed,
			published: { ok: false, error: { message: 'It was not done after 179 s', canRetry: false }, ...published },
			live: { ok: true, isLive: true, deploymentId: 'before', commit: 'b'.repeat(40), ...live },
			...more,
		};
		const record = readRecord(item);
		if (!record) throw new Error('no record');
		return concludeDecided(readEvidence(record, item)).state;
	};

	it.each([
		['its platform still names its state', { id: 'mine', state: 'building' }, { underWay: null }, 'running'],
		[
			'only the look at the end sees it under way',
			{ id: 'mine', state: 'unknown' },
			{ underWay: { deploymentId: 'mine' } },
			'running',
		],
		[
			'another one is under way',
			{ id: 'mine', state: 'unknown' },
			{ underWay: { deploymentId: 'of somebody else' } },
			'unknown',
		],
		['nobody sees it', { id: 'mine', state: 'unknown' }, { underWay: null }, 'unknown'],
		['it has no id', { state: 'unknown' }, { underWay: { deploymentId: 'mine' } }, 'unknown'],
	])('is left to the next run only where it can be followed: %s', (_name, published, live, state) => {
		expect(stateOf(published, live)).toBe(state);
	});

	it.each([
		['is still on its way', { deploymentId: 'mine' }, 'running'],
		['is not under way any more', null, 'live'],
	])('%s while another one of the same commit is live and well', (_name, underWay, state) => {
		const live = { deploymentId: 'earlier', commit: 'c'.repeat(40), underWay };
		const health = { ok: true, isNeeded: true, healthy: true };
		expect(stateOf({ id: 'mine', state: 'building' }, live, true, { health })).toBe(state);
	});

	it.each([
		['is still on its way', { ok: true, underWay: { deploymentId: 'mine' } }, 'unknown'],
		['cannot be looked at at the end either', { ok: false, error: { message: 'No answer' } }, 'unknown'],
		['is over by then, and did not go live', { ok: true, underWay: null }, 'failed'],
	])('that was to be followed, could not be read, and %s', (_name, live, state) => {
		const adopted = { decision: 'adopt', deploymentId: 'mine' };
		expect(stateOf({ error: { message: 'Bad credentials', canRetry: false } }, live, true, adopted)).toBe(state);
	});

	it('is unknown when nobody follows it', () => {
		expect(stateOf({ id: 'mine', state: 'unknown' }, { underWay: { deploymentId: 'mine' } }, false)).toBe('unknown');
	});
});
