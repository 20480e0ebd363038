import { admitDecided } from '../../../nodes/deployment/ledger/admitDecided';
import { type DeploymentRecord, emptyRecord } from '../../../nodes/deployment/ledger/record';

const record: DeploymentRecord = {
	...emptyRecord,
	kind: 'deploy',
	releaseId: 'd/1',
	decision: 'deploy',
	service: 'gateway',
	environment: 'production',
	platform: 'ecs',
	target: 'candlefish/gateway',
	repository: 'candlefish-ai/candlefish',
	branch: 'main',
	commit: 'abc',
};
const row = {
	id: 4,
	service: 'gateway',
	environment: 'production',
	platform: 'ecs',
	target: 'candlefish/gateway',
	repository: 'Candlefish-AI/candlefish',
	branch: 'main',
	enabled: true,
	hold: false,
};
const live = { ok: true, deploymentId: 'zero', commit: 'ab0', url: 'https://gateway.example' };
const NOW = '2026-11-27T09:00:00.000Z';
const admit = (rows: unknown[], changes: Partial<DeploymentRecord> = {}) =>
	admitDecided({ ...record, ...changes }, rows, live, NOW);

it('begins over what is live now', () => {
	expect(admit([row])).toEqual({
		...record,
		state: 'running',
		startedAt: NOW,
		previousId: 'zero',
		previousCommit: 'ab0',
		url: 'https://gateway.example',
	});
});

it('leaves what was live before to the row that is taken up again: it may have been nothing', () => {
	expect(admit([row], { decision: 'adopt', rowId: 3 })).toMatchObject({ previousId: '', previousCommit: '' });
	expect(admit([row], { decision: 'verify', rowId: 3, previousId: 'minus' })).toMatchObject({ previousId: 'minus' });
});

it.each([
	['held', { ...row, hold: true, hold_reason: 'a party' }, /holds deploys of this service: a party/],
	['skipped', { ...row, enabled: false }, /disabled meanwhile/],
	['skipped', {}, /not in the catalog any more/],
	['skipped', { ...row, environment: 'staging' }, /not in the catalog any more/],
	['skipped', { ...row, id: undefined }, /not in the catalog any more/],
	['superseded', { ...row, target: 'other/gateway' }, /changed meanwhile \(target\)/],
	['superseded', { ...row, platform: 'fly', branch: 'next' }, /changed meanwhile \(platform, branch\)/],
])('ends quietly as %s when the row became %j, since it is decided anew', (state, changed, reason) => {
	expect(admit([changed])).toMatchObject({ state, reason: expect.stringMatching(reason) });
});

it.each(['adopt', 'verify', 'baseline', 'record', 'drifted'])(
	'looks for "%s" whatever the row says: a hold stops deployments, not looking',
	(decision) => {
		for (const rows of [[{ ...row, hold: true }], [{ ...row, enabled: false }], [{}]])
			expect(admit(rows, { decision })).toMatchObject({ state: 'running' });
	},
);

it('keeps when it began, and over what, when it is taken up again', () => {
	const begun = { startedAt: 'earlier', previousId: 'older', previousCommit: 'aa0', rowId: 9 };
	expect(admit([row], begun)).toMatchObject(begun);
});
