import type { LedgerEntry } from './ledgerRow';
import { attemptsIn, hasFailed } from './ledgerHistory';
import { stringAt } from './record';
import { newestFirst } from './rowOrder';

/** One of DORA's five (dora.dev/guides/dora-metrics), from the ledger's rows. */
export interface Metric {
	readonly name:
		| 'changeLeadTime'
		| 'deploymentFrequency'
		| 'changeFailRate'
		| 'failedDeploymentRecoveryTime'
		| 'deploymentReworkRate';
	/** Null where the rows tell nothing. */
	readonly value: number | null;
	readonly unit: 'seconds' | 'perDay' | 'share';
	/** For people: `3 of 40 (8 %)`. */
	readonly text: string;
	readonly howComputed: string;
}

/** What is counted. */
export interface MetricsScope {
	/** Empty for all. */
	readonly environment: string;
	readonly days: number;
	/** ISO 8601, UTC. */
	readonly nowIso: string;
	/** When a release began, by its id: when its push was seen. A deployment of another one counts from its own start. */
	readonly releaseStarts: ReadonlyMap<string, string>;
}

/** A deployment that reached its environment, and what came of it. */
interface Change {
	readonly entry: LedgerEntry;
	readonly startedMs: number;
	readonly endedMs: number;
	readonly failed: boolean;
	/** When a verified deployment was live again; null while none is. */
	readonly recoveredMs: number | null;
	/** The deployment of the service before it had failed. */
	readonly isRework: boolean;
}

/** What DORA's five are computed from. Those of several days add up. */
export interface MetricFacts {
	/** Deployments that reached their environment. */
	readonly deployments: number;
	/** Of these. */
	readonly failed: number;
	/** Of these, after a failed one of the same service. */
	readonly rework: number;
	readonly leadSeconds: readonly number[];
	readonly recoverySeconds: readonly number[];
}

const dayMs = 86_400_000;

/** DORA's five of the deployments that began within the last days, in any order of rows. */
export function metricsOf(entries: readonly LedgerEntry[], scope: MetricsScope): Metric[] {
	const fromMs = Date.parse(scope.nowIso) - scope.days * dayMs;
	const changes = changesIn(entries, scope.environment).filter(({ startedMs }) => startedMs >= fromMs);
	return metricsFrom(factsOf(changes, scope.releaseStarts), scope.days);
}

/** The facts of each day (UTC) on which a deployment began, as `2026-11-27`, in any order of rows. */
export function dailyFacts(
	entries: readonly LedgerEntry[],
	{ environment, releaseStarts }: Pick<MetricsScope, 'environment' | 'releaseStarts'>,
): Map<string, MetricFacts> {
	const days = new Map<string, Change[]>();
	for (const change of changesIn(entries, environment)) {
		if (Number.isNaN(change.startedMs)) continue;
		const day = new Date(change.startedMs).toISOString().slice(0, 10);
		const changes = days.get(day) ?? [];
		changes.push(change);
		days.set(day, changes);
	}
	return new Map([...days].map(([day, changes]) => [day, factsOf(changes, releaseStarts)]));
}

/** The facts of several days as those of one. */
export function sumFacts(facts: readonly MetricFacts[]): MetricFacts {
	const sum = (count: (one: MetricFacts) => number): number => facts.reduce((total, one) => total + count(one), 0);
	return {
		deployments: sum(({ deployments }) => deployments),
		failed: sum(({ failed }) => failed),
		rework: sum(({ rework }) => rework),
		leadSeconds: facts.flatMap(({ leadSeconds }) => leadSeconds),
		recoverySeconds: facts.flatMap(({ recoverySeconds }) => recoverySeconds),
	};
}

/** DORA's five by the facts of so many days. */
export function metricsFrom({ deployments, failed, rework, ...seconds }: MetricFacts, days: number): Metric[] {
	return [
		durationMetric('changeLeadTime', seconds.leadSeconds, {
			of: 'deployments',
			howComputed:
				'Median from when the release saw the commit until it was live and had passed its checks. The time between writing and pushing it is not in the ledger.',
		}),
		{
			name: 'deploymentFrequency',
			value: deployments / days,
			unit: 'perDay',
			text: `${deployments} in ${Math.round(days)} days`,
			howComputed:
				'Deployments that went live, good or bad, per day. Roll backs are none, and neither is what never went live.',
		},
		share('changeFailRate', failed, deployments, {
			howComputed:
				'Of these, the share that was rolled back by itself or by a person, or that was bad and stayed. What was rolled back because another service failed does not count.',
		}),
		durationMetric('failedDeploymentRecoveryTime', seconds.recoverySeconds, {
			of: 'failed deployments',
			howComputed:
				'Median from when a deployment that failed began until a verified one was live again. One that is not mended yet does not count.',
		}),
		share('deploymentReworkRate', rework, deployments, {
			howComputed: 'Of these, the share that came right after a failed one of the same service: unplanned, to mend it.',
		}),
	];
}

function factsOf(changes: readonly Change[], releaseStarts: MetricsScope['releaseStarts']): MetricFacts {
	const failed = changes.filter((change) => change.failed);
	return {
		deployments: changes.length,
		failed: failed.length,
		rework: changes.filter(({ isRework }) => isRework).length,
		leadSeconds: changes
			.filter(({ entry }) => entry.state === 'live')
			.map(({ entry, startedMs, endedMs }) => {
				const seenMs = timeOf(releaseStarts.get(entry.releaseId) ?? '');
				return (endedMs - (Number.isNaN(seenMs) ? startedMs : Math.min(seenMs, startedMs))) / 1000;
			})
			.filter((duration) => duration >= 0),
		recoverySeconds: failed
			.map(({ startedMs, recoveredMs }) => (recoveredMs === null ? NaN : (recoveredMs - startedMs) / 1000))
			.filter((duration) => duration >= 0),
	};
}

/** When each release began, by the rows of `slipway_releases`. A compensated release has two rows: the first tells. */
export function releaseStartsIn(rows: readonly unknown[]): ReadonlyMap<string, string> {
	const starts = new Map<string, string>();
	for (const row of rows) {
		const id = stringAt(row, 'release_id');
		const startedAt = stringAt(row, 'started_at');
		const known = starts.get(id);
		if (startedAt !== '' && (known === undefined || startedAt < known)) starts.set(id, startedAt);
	}
	return starts;
}

function changesIn(entries: readonly LedgerEntry[], environment: string): Change[] {
	const services = new Map<string, LedgerEntry[]>();
	for (const entry of entries) {
		if (environment !== '' && entry.environment !== environment) continue;
		const key = `${entry.service}/${entry.environment}`;
		const rows = services.get(key) ?? [];
		rows.push(entry);
		services.set(key, rows);
	}
	return [...services.values()].flatMap((rows) => changesOf(newestFirst(rows)));
}

/** The changes of one service, newest first, as its rows are. */
function changesOf(rows: readonly LedgerEntry[]): Change[] {
	const takenOut = takenOutIn(rows);
	const reached = attemptsIn(rows).filter((entry) => isReached(entry, takenOut));
	const failures = reached.map((entry) => isFailure(entry, rows, takenOut));
	return reached.map((entry, index) => {
		const failed = failures[index] ?? false;
		return {
			entry,
			failed,
			startedMs: timeOf(entry.startedAt),
			endedMs: timeOf(entry.finishedAt),
			recoveredMs: failed ? recoveredAt(entry, rows) : null,
			isRework: failures[index + 1] ?? false,
		};
	});
}

/** By deployment, the newest row of a roll back that took it out because of itself. */
type TakenOut = ReadonlyMap<string, number>;

function takenOutIn(rows: readonly LedgerEntry[]): TakenOut {
	const takenOut = new Map<string, number>();
	for (const { kind, because, previousId, place } of rows) {
		if (kind !== 'rollback' || because !== '' || previousId === '') continue;
		takenOut.set(previousId, Math.max(place, takenOut.get(previousId) ?? 0));
	}
	return takenOut;
}

/** Whether it was rolled back because of itself after it was deployed. */
function wasTakenOut({ deploymentId, place }: LedgerEntry, takenOut: TakenOut): boolean {
	return (takenOut.get(deploymentId) ?? 0) > place;
}

/** Whether it went live: a build that failed reached nobody. */
function isReached(entry: LedgerEntry, takenOut: TakenOut): boolean {
	if (entry.state === 'live' || entry.state === 'rolledBack') return true;
	return entry.deploymentId !== '' && (entry.liveId === entry.deploymentId || wasTakenOut(entry, takenOut));
}

function isFailure(entry: LedgerEntry, rows: readonly LedgerEntry[], takenOut: TakenOut): boolean {
	return entry.state === 'rolledBack' || hasFailed(rows, entry) || wasTakenOut(entry, takenOut);
}

/** A deployment that was rolled back by itself is over when its own row is; else when something verified is live again. */
function recoveredAt(failed: LedgerEntry, rows: readonly LedgerEntry[]): number | null {
	const good = rows
		.filter(({ place, state }) => place > failed.place && state === 'live')
		.map(({ finishedAt }) => timeOf(finishedAt));
	const times = [...good, ...(failed.state === 'rolledBack' ? [timeOf(failed.finishedAt)] : [])].filter(
		(time) => !Number.isNaN(time),
	);
	return times.length === 0 ? null : Math.min(...times);
}

function durationMetric(
	name: Metric['name'],
	seconds: readonly number[],
	{ of, howComputed }: { readonly of: string; readonly howComputed: string },
): Metric {
	const value = medianOf(seconds);
	const text = value === null ? 'none' : `${shownDuration(value)} (${seconds.length} ${of})`;
	return { name, value, unit: 'seconds', text, howComputed };
}

function share(
	name: Metric['name'],
	count: number,
	all: number,
	{ howComputed }: { readonly howComputed: string },
): Metric {
	const value = all === 0 ? null : count / all;
	const text = value === null ? 'none' : `${count} of ${all} (${Math.round(value * 100)} %)`;
	return { name, value, unit: 'share', text, howComputed };
}

/** Worked example: of 1, 9, 2 it is 2; of 1, 2, 3, 9 it is 2.5. */
function medianOf(values: readonly number[]): number | null {
	const sorted = [...values].sort((left, right) => left - right);
	const middle = (sorted.length - 1) / 2;
	const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
	return low === undefined || high === undefined ? null : (low + high) / 2;
}

function shownDuration(seconds: number): string {
	if (seconds < 120) return `${Math.round(seconds)} s`;
	if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
	return `${Math.round(seconds / 3_600)} h`;
}

function timeOf(iso: string): number {
	return Date.parse(iso);
}
