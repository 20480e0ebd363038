import { emptyRecord } from '../../../nodes/deployment/ledger/record';
import { keepMark, keptMarks, markOf } from '../../../nodes/deployment/telemetry/mark';
import { readTold, type ToldDeployment, toldDeploymentOf } from '../../../nodes/deployment/telemetry/toldDeployment';

const told: ToldDeployment = {
	kind: 'deploy',
	state: 'live',
	service: 'paintbox-api',
	environment: 'production',
	platform: 'fly',
	commit: '1a2b3c4d5e6f',
	actor: 'ada',
	releaseId: 'r1',
	reason: 'It answers',
	url: '',
	startedAt: '2026-11-27T11:50:00.000Z',
	finishedAt: '2026-11-27T11:52:00.000Z',
};

it.each<[Partial<ToldDeployment>, string]>([
	[{}, 'Deployed paintbox-api 1a2b3c4 to production by ada'],
	[
		{ state: 'failed', reason: 'The build failed' },
		'Deployment of paintbox-api 1a2b3c4 to production by ada ended failed: The build failed',
	],
	[
		{ state: 'rolledBack', reason: '', actor: '' },
		'Deployment of paintbox-api 1a2b3c4 to production ended rolled back',
	],
	[{ kind: 'rollback' }, 'Rolled back to paintbox-api 1a2b3c4 in production by ada'],
	[
		{ kind: 'rollback', state: 'unknown', reason: 'Nobody saw' },
		'Roll back to paintbox-api 1a2b3c4 in production by ada ended unknown: Nobody saw',
	],
])('says what happened: %j', (more, text) => {
	expect(markOf({ ...told, ...more }).text).toBe(text);
});

it('marks from begin to end, under tags that dashboards choose by', () => {
	expect(markOf({ ...told, service: 'paint box, api' })).toMatchObject({
		start: told.startedAt,
		end: told.finishedAt,
		tags: 'slipway,deploy,service:paint_box_api,environment:production,platform:fly,state:live',
		key: 'deploy/paint_box_api/production/2026-11-27T11:50:00.000Z',
	});
	expect(markOf({ ...told, service: 'x'.repeat(200) }).key.length).toBe(90);
});

it('keeps a mark as it is, and reads it again; not when too many are kept', () => {
	const mark = markOf(told);
	const words = keepMark(mark, 3);
	expect(words.slice(0, 3)).toEqual(['HSET', 'slipway:marks', mark.key]);
	expect(keptMarks([words[3], 'nonsense', '{}', null, '{"text":"x"}'])).toEqual([mark]);
	expect(keepMark(mark, 200)).toEqual(['HLEN', 'slipway:marks']);
});

describe('What is told', () => {
	const record = { ...emptyRecord, ...told, deploymentId: 'd1' };
	const recorded = { ...record, announcement: { row: { finished_at: told.finishedAt } } };

	it('is a deployment that ended', () => {
		expect(toldDeploymentOf(recorded)).toEqual(told);
		expect(readTold({ told: toldDeploymentOf(recorded) })).toEqual(told);
	});

	it.each<[string, object]>([
		['one that only began', { announcement: { row: { finished_at: null } } }],
		['a look', { kind: 'look' }],
		['a release', { service: '', announcement: { row: { finished_at: told.finishedAt } } }],
		['one that was skipped', { state: 'skipped' }],
		['one that is held', { state: 'held' }],
		['one under way', { state: 'running' }],
		['one that never reached its platform', { deploymentId: '' }],
		['one without a row', { announcement: {} }],
	])('is not %s', (_what, more) => {
		expect(toldDeploymentOf({ ...recorded, ...more })).toBeNull();
	});

	it.each([null, {}, { told: null }, { told: { ...told, kind: 'look' } }, { told: { ...told, finishedAt: 'soon' } }])(
		'is not read from %j',
		(item) => {
			expect(readTold(item)).toBeNull();
		},
	);
});
