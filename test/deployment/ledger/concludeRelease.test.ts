import { concludeRelease, type ConcludedDeployment } from '../../../nodes/deployment/ledger/concludeRelease';
import type { LedgerState } from '../../../nodes/deployment/ledger/ledgerState';
import { beginRelease, readRelease, toReleaseRow, withResult } from '../../../nodes/deployment/ledger/release';

const ended = (service: string, state: LedgerState, more: Partial<ConcludedDeployment> = {}): ConcludedDeployment => ({
	service,
	environment: 'production',
	state,
	reason: '',
	told: true,
	problems: '',
	...more,
});

it.each<[LedgerState[], number, string]>([
	[['live'], 1, 'live'],
	[['live', 'held'], 2, 'live'],
	[['held', 'superseded'], 2, 'held'],
	[['skipped', 'superseded'], 2, 'skipped'],
	[['superseded'], 1, 'superseded'],
	[['live', 'rolledBack'], 3, 'failed'],
	[['live', 'unknown'], 2, 'unknown'],
	[['unknown', 'failed'], 2, 'failed'],
	// One handed nothing back, or was never begun.
	[['live'], 2, 'failed'],
	[[], 1, 'failed'],
	[[], 0, 'nothing'],
])('%j of %i planned end as %s', (states, planned, state) => {
	expect(
		concludeRelease(
			states.map((end, index) => ended(`service-${index}`, end)),
			planned,
		).state,
	).toBe(state);
});

it('is told when everything that went wrong is, and is keyed by the first of it', () => {
	const good = ended('gateway', 'live', { told: false });
	const one = ended('api', 'failed', { reason: 'The build failed', problems: 'GitHub: 503' });
	expect(concludeRelease([good, one], 2)).toEqual({
		state: 'failed',
		isTold: true,
		key: 'slipway/api/production',
		reason: 'gateway: live; api: failed (The build failed) [GitHub: 503]',
	});
	expect(concludeRelease([one, ended('web', 'unknown', { told: false })], 2).isTold).toBe(false);
	expect(concludeRelease([good], 1)).toMatchObject({ isTold: false, key: '' });
});

it('has a row of its own, and a key of its branch when no service went wrong', () => {
	const event = {
		event: 'push',
		deliveryId: 'd',
		repository: { fullName: 'candlefish-ai/paintbox' },
		ref: 'refs/heads/main',
		branch: 'main',
		sha: 'abc',
		sender: 'kim',
		message: `${'é'.repeat(300)}`,
	};
	const release = beginRelease(event, '7', '2026-11-27T06:00:00.000Z');
	if (!release) throw new Error('no release');
	expect(readRelease(release)).toEqual(release);
	expect(toReleaseRow(release, [], null)).toEqual({
		release_id: 'd/7',
		delivery_id: 'd',
		repository: 'candlefish-ai/paintbox',
		ref: 'refs/heads/main',
		commit: 'abc',
		sender: 'kim',
		message: 'é'.repeat(200),
		services: '',
		state: 'running',
		reason: '',
		started_at: '2026-11-27T06:00:00.000Z',
	});
	const over = withResult(release, concludeRelease([ended('web', 'live')], 1));
	expect(over).toMatchObject({ state: 'live', key: 'slipway/candlefish-ai/paintbox@main' });
	expect(toReleaseRow(over, ['web', 'api'], 'later')).toMatchObject({
		services: 'web, api',
		state: 'live',
		finished_at: 'later',
	});
	expect(beginRelease({ event: 'push' }, '7', '')).toBeNull();
});
