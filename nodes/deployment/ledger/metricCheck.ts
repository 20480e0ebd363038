import { parseMetricGate } from '../health/metricGate';
import { isRecord, textAt, valueAt } from '../values/jsonFields';
import { type Evidence } from './evidence';
import { isRollbackNeeded } from './gate';
import { failureOf } from './stepResult';

/** What workflow 38 is asked: whether a metric is as the catalog wants it. */
export interface MetricQuestion {
	readonly gate: string;
	/** As long as it has to last, and two looks more. */
	readonly timeoutSeconds: number;
	readonly service: string;
	readonly environment: string;
	readonly commit: string;
}

/** What a metric says of a deployment; `passed` null where nobody knows. */
export interface MetricAnswer {
	readonly passed: boolean | null;
	readonly reason: string;
}

/** Decisions whose outcome a metric judges: something of ours was put live a moment ago. */
const judged: readonly string[] = ['deploy', 'adopt', 'verify'];

/** Null where no metric is asked: none is named, or this run put nothing live. */
export function metricQuestionOf({ record }: Evidence): MetricQuestion | null {
	const { gateQuery: gate, kind, decision, service, environment, commit } = record;
	if (gate === '' || kind !== 'deploy' || !judged.includes(decision)) return null;
	const parsed = parseMetricGate(gate);
	const forSeconds = 'problem' in parsed ? 0 : parsed.forMs / 1000;
	return { gate, timeoutSeconds: Math.max(30, forSeconds + 30), service, environment, commit };
}

/** What workflow 38 handed back: the item with `metric`. Anything but a pass, or a "no" that was seen, is not known. */
export function metricAnswerIn(item: unknown): MetricAnswer {
	const metric = valueAt(item, 'metric');
	if (!isRecord(metric)) return { passed: null, reason: 'the workflow that asks gave no answer' };
	const passed = metric.ok === true && typeof metric.passed === 'boolean' ? metric.passed : null;
	return { passed, reason: failureOf(metric) ?? textAt(metric, 'reason') ?? 'no reason given' };
}

/**
 * The health of a service that answers well, by its metric, too. One that was seen to be bad is rolled back; what
 * nobody knows is no pass, and no reason to roll back either: Grafana may be away.
 */
export function healthByMetric(
	evidence: Evidence,
	health: Readonly<Record<string, unknown>>,
	metric: MetricAnswer,
): Record<string, unknown> {
	if (metric.passed === true) return { ...health, metric: { ...metric } };
	const reason =
		metric.passed === false
			? `Its metric is not as it has to be: ${metric.reason}`
			: `It answers, but nobody knows whether its metric is as it has to be: ${metric.reason}`;
	const judgedHealth = { ...health, healthy: false, ok: false, reason, metric: { ...metric } };
	const isNeeded = metric.passed === false && isRollbackNeeded({ ...evidence, health: judgedHealth });
	return { ...judgedHealth, isRollbackNeeded: isNeeded };
}
