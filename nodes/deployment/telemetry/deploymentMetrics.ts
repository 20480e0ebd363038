import type { LedgerEntry } from '../ledger/ledgerRow';
import { metricsOf, type Metric } from '../ledger/metrics';
import type { ToldDeployment } from './toldDeployment';

/** A metric as Grafana's *Metric: Send* takes it. */
export interface TelemetryMetric {
	readonly name: string;
	readonly kind: 'counter' | 'gauge';
	readonly unit: string;
	readonly description: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Of a counter: from when it counts. */
	readonly since?: string;
	readonly points: ReadonlyArray<{ readonly value: number; readonly at: string }>;
}

/** What the ledger has, newest first or not. */
export interface LedgerSight {
	readonly entries: readonly LedgerEntry[];
	/** When each release began, by its id. */
	readonly releaseStarts: ReadonlyMap<string, string>;
	readonly nowIso: string;
}

/** Days of DORA's five. */
export const doraDays = 30;

/** What is sent of one deployment: how many there were, how long it took, and DORA's five of its environment. */
export function deploymentMetrics(told: ToldDeployment, sight: LedgerSight): TelemetryMetric[] {
	return [countOf(told, sight.entries), durationOf(told), ...doraOf(told.environment, sight)];
}

const labelsOf = ({ service, environment, platform, kind, state }: ToldDeployment) => ({
	...{ service, environment, platform, kind, state },
});

/**
 * Deployments of this service, environment, kind and end since midnight, UTC: a counter that the ledger alone tells, and
 * that no run has to remember. Its value before this deployment is sent with it, so that the first of a day is an
 * increase, too: one value alone is none.
 */
function countOf(told: ToldDeployment, entries: readonly LedgerEntry[]): TelemetryMetric {
	const day = told.finishedAt.slice(0, 10);
	const since = `${day}T00:00:00.000Z`;
	const endMs = Date.parse(told.finishedAt);
	const before = entries.filter(
		(entry) =>
			entry.service === told.service &&
			entry.environment === told.environment &&
			entry.kind === told.kind &&
			entry.state === told.state &&
			entry.startedAt !== told.startedAt &&
			entry.finishedAt.startsWith(day) &&
			Date.parse(entry.finishedAt) <= endMs,
	).length;
	const beginMs = Math.min(Math.max(Date.parse(told.startedAt), Date.parse(since)), endMs - 1);
	return {
		name: 'slipway.deployments',
		kind: 'counter',
		unit: '{deployment}',
		description: 'Deployments and roll backs that ended, since midnight UTC',
		attributes: labelsOf(told),
		since,
		points: [
			{ value: before, at: new Date(beginMs).toISOString() },
			{ value: before + 1, at: told.finishedAt },
		],
	};
}

function durationOf(told: ToldDeployment): TelemetryMetric {
	const seconds = Math.max(0, (Date.parse(told.finishedAt) - Date.parse(told.startedAt)) / 1000);
	return {
		name: 'slipway.deployment.duration',
		kind: 'gauge',
		unit: 's',
		description: 'How long the newest deployment or roll back took, from its begin to its verdict',
		attributes: labelsOf(told),
		points: [{ value: seconds, at: told.finishedAt }],
	};
}

const doraNames: Readonly<Record<Metric['name'], string>> = {
	changeLeadTime: 'slipway.dora.change_lead_time',
	deploymentFrequency: 'slipway.dora.deployment_frequency',
	changeFailRate: 'slipway.dora.change_fail_rate',
	failedDeploymentRecoveryTime: 'slipway.dora.failed_deployment_recovery_time',
	deploymentReworkRate: 'slipway.dora.deployment_rework_rate',
};

const doraUnits: Readonly<Record<Metric['unit'], string>> = { seconds: 's', perDay: '{deployment}/d', share: '1' };

/** What the rows do not tell is left out, and never 0. */
function doraOf(environment: string, { entries, releaseStarts, nowIso }: LedgerSight): TelemetryMetric[] {
	return metricsOf(entries, { environment, days: doraDays, nowIso, releaseStarts }).flatMap(
		({ name, value, unit, howComputed }) =>
			value === null
				? []
				: [
						{
							name: doraNames[name],
							kind: 'gauge' as const,
							unit: doraUnits[unit],
							description: howComputed,
							attributes: { environment, days: String(doraDays) },
							points: [{ value, at: nowIso }],
						},
					],
	);
}
