import { fromLedgerRow, type LedgerEntry } from '../../../nodes/deployment/ledger/ledgerRow';
import { releaseStartsIn } from '../../../nodes/deployment/ledger/metrics';
import { deploymentMetrics, type TelemetryMetric } from '../../../nodes/deployment/telemetry/deploymentMetrics';
import type { ToldDeployment } from '../../../nodes/deployment/telemetry/toldDeployment';

/*
 * Computed by hand. Production within 30 days before 27 November, 12:00: four deployments of the API went live.
 *
 * 1. 20th 10:00-10:05, push seen 09:55: live.         Lead time 600 s.
 * 2. 22nd 10:00-10:10: rolled back.                   Failed; recovery 600 s, until its own row ended.
 * 3. 22nd 11:00-11:04, push seen 10:58: live.         Lead time 360 s; after a failed one: rework.
 * 4. 27th 11:50-11:52, no release is known: live.     Lead time 120 s, from its own start.
 *
 * A build that failed reached nobody; a roll back and staging do not count; one of 40 days ago is too old.
 * Lead time: the median of 120, 360, 600 is 360 s. Frequency: 4 / 30. Fail rate: 1 / 4. Recovery: 600 s. Rework: 1 / 4.
 */
const rows = [
	['old', 'live', '2026-10-18T10:00:00Z', '2026-10-18T10:05:00Z', {}],
	['r1', 'live', '2026-11-20T10:00:00Z', '2026-11-20T10:05:00Z', {}],
	['r2', 'rolledBack', '2026-11-22T10:00:00Z', '2026-11-22T10:10:00Z', {}],
	['r3', 'live', '2026-11-22T11:00:00Z', '2026-11-22T11:04:00Z', {}],
	['r4', 'failed', '2026-11-24T10:00:00Z', '2026-11-24T10:01:00Z', { deployment_id: '', live_id: 'd3' }],
	['r5', 'live', '2026-11-25T10:00:00Z', '2026-11-25T10:01:00Z', { environment: 'staging' }],
	['r6', 'live', '2026-11-27T11:50:00Z', '2026-11-27T11:52:00Z', {}],
] as const;
const entries = rows.flatMap(([release, state, started, finished, more], index): LedgerEntry[] => {
	const entry = fromLedgerRow({
		id: index + 1,
		release_id: release,
		kind: 'deploy',
		service: 'api',
		environment: 'production',
		state,
		verified: state === 'live',
		deployment_id: `d${index}`,
		live_id: state === 'live' ? `d${index}` : '',
		started_at: started,
		finished_at: finished,
		decision: 'deploy',
		...more,
	});
	return entry === null ? [] : [entry];
});
const releaseStarts = releaseStartsIn([
	{ release_id: 'r1', started_at: '2026-11-20T09:55:00Z' },
	{ release_id: 'r3', started_at: '2026-11-22T10:58:00Z' },
]);

const told: ToldDeployment = {
	kind: 'deploy',
	state: 'live',
	service: 'api',
	environment: 'production',
	platform: 'fly',
	commit: '1a2b3c4d',
	actor: 'ada',
	releaseId: 'r6',
	reason: '',
	url: '',
	startedAt: '2026-11-27T11:50:00Z',
	finishedAt: '2026-11-27T11:52:00Z',
};
const nowIso = '2026-11-27T12:00:00Z';

const metric = (metrics: readonly TelemetryMetric[], name: string) => metrics.find((one) => one.name === name);
const valueOf = (metrics: readonly TelemetryMetric[], name: string) => metric(metrics, name)?.points.at(-1)?.value;

it("gives DORA's five as computed by hand, in seconds, per day and shares", () => {
	const metrics = deploymentMetrics(told, { entries, releaseStarts, nowIso });
	expect({
		lead: valueOf(metrics, 'slipway.dora.change_lead_time'),
		frequency: valueOf(metrics, 'slipway.dora.deployment_frequency'),
		failRate: valueOf(metrics, 'slipway.dora.change_fail_rate'),
		recovery: valueOf(metrics, 'slipway.dora.failed_deployment_recovery_time'),
		rework: valueOf(metrics, 'slipway.dora.deployment_rework_rate'),
	}).toEqual({ lead: 360, frequency: 4 / 30, failRate: 0.25, recovery: 600, rework: 0.25 });
	expect(metric(metrics, 'slipway.dora.change_lead_time')).toMatchObject({
		kind: 'gauge',
		unit: 's',
		attributes: { environment: 'production', days: '30' },
		points: [{ at: nowIso }],
	});
});

it('leaves out what the rows do not tell, and never says 0 for it', () => {
	const metrics = deploymentMetrics(told, { entries: [], releaseStarts: new Map(), nowIso });
	const dora = metrics.filter(({ name }) => name.startsWith('slipway.dora'));
	expect(dora.map(({ name }) => name)).toEqual(['slipway.dora.deployment_frequency']);
});

describe('The counter', () => {
	const count = (more: Partial<ToldDeployment>, ledger = entries) =>
		metric(deploymentMetrics({ ...told, ...more }, { entries: ledger, releaseStarts, nowIso }), 'slipway.deployments');

	it('is 1 for the first of a day, from 0 at its begin, whether its row is there or not', () => {
		const first = {
			kind: 'counter',
			since: '2026-11-27T00:00:00.000Z',
			points: [
				{ value: 0, at: '2026-11-27T11:50:00.000Z' },
				{ value: 1, at: '2026-11-27T11:52:00Z' },
			],
		};
		expect(count({})).toMatchObject(first);
		expect(count({}, [])).toMatchObject(first);
	});

	it('goes on within a day', () => {
		const later = { startedAt: '2026-11-27T11:55:00Z', finishedAt: '2026-11-27T11:56:00Z' };
		expect(count(later)?.points.map(({ value }) => value)).toEqual([1, 2]);
	});

	it('counts neither another end, nor another kind, nor another day, nor what ended after it', () => {
		const later = { startedAt: '2026-11-27T11:55:00Z', finishedAt: '2026-11-27T11:56:00Z' };
		const values = (more: Partial<ToldDeployment>) => count({ ...later, ...more })?.points.map(({ value }) => value);
		expect(values({ state: 'failed' })).toEqual([0, 1]);
		expect(values({ kind: 'rollback' })).toEqual([0, 1]);
		expect(values({ startedAt: '2026-11-28T00:01:00Z', finishedAt: '2026-11-28T00:02:00Z' })).toEqual([0, 1]);
		expect(values({ startedAt: '2026-11-27T10:00:00Z', finishedAt: '2026-11-27T10:01:00Z' })).toEqual([0, 1]);
	});

	it('begins at midnight where the deployment began before, and never after its end', () => {
		const over = { startedAt: '2026-11-27T23:59:00Z', finishedAt: '2026-11-28T00:02:00Z' };
		expect(count(over)?.points[0]?.at).toBe('2026-11-28T00:00:00.000Z');
		const once = { startedAt: '2026-11-27T11:52:00Z', finishedAt: '2026-11-27T11:52:00Z' };
		expect(count(once)?.points.map(({ at }) => Date.parse(at))).toEqual([
			Date.parse('2026-11-27T11:51:59.999Z'),
			Date.parse('2026-11-27T11:52:00Z'),
		]);
	});
});

it('tells how long it took', () => {
	const metrics = deploymentMetrics(told, { entries, releaseStarts, nowIso });
	expect(valueOf(metrics, 'slipway.deployment.duration')).toBe(120);
});
