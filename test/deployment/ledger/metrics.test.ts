import { fromLedgerRow, type LedgerEntry } from '../../../nodes/deployment/ledger/ledgerRow';
import { type Metric, metricsOf, type MetricsScope } from '../../../nodes/deployment/ledger/metrics';

const now = Date.parse('2026-11-27T12:00:00Z');
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

let lastId = 0;
/** A row that began and ended so many minutes ago. */
function row(state: string, began: number, ended: number, more: object = {}): LedgerEntry {
	lastId++;
	const entry = fromLedgerRow({
		id: lastId,
		kind: 'deploy',
		service: 'gateway',
		environment: 'production',
		state,
		verified: state === 'live',
		deployment_id: `d${lastId}`,
		live_id: state === 'live' ? `d${lastId}` : '',
		started_at: minutesAgo(began),
		finished_at: minutesAgo(ended),
		decision: 'deploy',
		...more,
	});
	if (!entry) throw new Error('no row');
	return entry;
}

const scope: MetricsScope = {
	environment: 'production',
	days: 10,
	nowIso: new Date(now).toISOString(),
	releaseStarts: new Map(),
};
const values = (entries: readonly LedgerEntry[], more: Partial<MetricsScope> = {}) =>
	Object.fromEntries(metricsOf(entries, { ...scope, ...more }).map(({ name, value }) => [name, value])) as Record<
		Metric['name'],
		number | null
	>;

beforeEach(() => {
	lastId = 0;
});

it('knows nothing of an empty ledger, and says so', () => {
	expect(values([])).toEqual({
		changeLeadTime: null,
		deploymentFrequency: 0,
		changeFailRate: null,
		failedDeploymentRecoveryTime: null,
		deploymentReworkRate: null,
	});
	for (const { text, howComputed } of metricsOf([], scope)) {
		expect(text).toMatch(/^none$|^0 in 10 days$/);
		expect(howComputed.length).toBeGreaterThan(40);
	}
});

it('counts what went live, once for each deployment, in any order of rows', () => {
	const rows = [row('live', 100, 95), row('live', 50, 47), row('live', 20, 19)];
	expect(values(rows)).toEqual(values([...rows].reverse()));
	expect(values(rows)).toMatchObject({ deploymentFrequency: 0.3, changeLeadTime: 180, changeFailRate: 0 });
});

it('counts a lead time from when the push was seen, where the releases tell', () => {
	const rows = [row('live', 10, 8, { release_id: 'r/1' })];
	expect(values(rows, { releaseStarts: new Map([['r/1', minutesAgo(40)]]) }).changeLeadTime).toBe(32 * 60);
	// Later than its own deployment: a clock went back, or the row is another run's.
	expect(values(rows, { releaseStarts: new Map([['r/1', minutesAgo(5)]]) }).changeLeadTime).toBe(120);
});

it('calls a change failed that was rolled back, counts its recovery, and what mends it as rework', () => {
	const rows = [row('live', 200, 198), row('rolledBack', 100, 94), row('live', 60, 58)];
	expect(values(rows)).toMatchObject({
		deploymentFrequency: 0.3,
		changeFailRate: 1 / 3,
		failedDeploymentRecoveryTime: 6 * 60,
		deploymentReworkRate: 1 / 3,
	});
});

it('takes what a person rolled back later for failed, until the roll back was verified', () => {
	const rows = [
		row('live', 200, 198),
		row('live', 100, 98),
		row('live', 50, 45, { kind: 'rollback', decision: '', previous_id: 'd2', deployment_id: 'd1', actor: 'kim' }),
	];
	expect(values(rows)).toMatchObject({
		deploymentFrequency: 0.2,
		changeFailRate: 0.5,
		failedDeploymentRecoveryTime: 55 * 60,
	});
});

it('does not blame a service that was rolled back because another one failed', () => {
	const rows = [
		row('live', 200, 198),
		row('live', 100, 98),
		row('live', 97, 96, { kind: 'rollback', decision: '', previous_id: 'd2', because: 'site/production' }),
	];
	expect(values(rows)).toMatchObject({ changeFailRate: 0, failedDeploymentRecoveryTime: null });
});

it('counts no build that failed, no look, no roll back, no other environment and nothing before', () => {
	const rows = [
		row('live', 60 * 24 * 11, 60 * 24 * 11 - 2),
		row('failed', 100, 99, { deployment_id: '', live_id: '' }),
		row('failed', 90, 89, { live_id: 'd1' }),
		row('live', 80, 79, { kind: 'look', decision: 'baseline' }),
		row('superseded', 70, 69, { deployment_id: '' }),
		row('live', 60, 59, { environment: 'staging' }),
	];
	expect(values(rows).deploymentFrequency).toBe(0);
	expect(values(rows, { environment: '' }).deploymentFrequency).toBe(0.1);
});

it('counts what was bad and stayed as failed, and not as recovered', () => {
	const rows = [row('live', 200, 198), row('failed', 100, 98, { live_id: 'd2' })];
	expect(values(rows)).toMatchObject({
		deploymentFrequency: 0.2,
		changeFailRate: 0.5,
		failedDeploymentRecoveryTime: null,
	});
});

it('keeps services apart', () => {
	const rows = [row('rolledBack', 100, 98), row('live', 90, 88, { service: 'site' }), row('live', 80, 78)];
	expect(values(rows)).toMatchObject({ changeFailRate: 1 / 3, deploymentReworkRate: 1 / 3 });
});
