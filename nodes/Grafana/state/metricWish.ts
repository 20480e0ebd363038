import { isRecord, listAt, numberAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import type { OtlpAttribute, OtlpMetric, OtlpMetrics, OtlpPoint } from '../api/types';

/** A value of a metric at a moment. */
export interface MetricPoint {
	readonly value: number;
	/** Milliseconds since the epoch. */
	readonly atMs: number;
	/** Of a counter: since when it has been counted. */
	readonly sinceMs: number | null;
	readonly attributes: Readonly<Record<string, string>>;
}

/** A metric that is to be sent. */
export interface MetricWish {
	/** `slipway.deployments`; Prometheus has it as `slipway_deployments_total`. */
	readonly name: string;
	readonly kind: 'counter' | 'gauge';
	/** UCUM: `s`, `1`, `{deployment}`. */
	readonly unit: string;
	readonly description: string;
	readonly points: readonly MetricPoint[];
}

/** What a list of metrics says, or what is wrong in it. */
export function readMetrics(list: unknown, nowMs: number): MetricWish[] | { readonly problem: string } {
	const entries: unknown[] = [list].flat();
	if (entries.length === 0) return { problem: 'There is no metric in the list' };
	const metrics: MetricWish[] = [];
	for (const [index, entry] of entries.entries()) {
		const metric = metricIn(entry, nowMs);
		if ('problem' in metric) return { problem: `Metric ${index + 1}: ${metric.problem}` };
		metrics.push(metric);
	}
	return metrics;
}

function metricIn(entry: unknown, nowMs: number): MetricWish | { readonly problem: string } {
	const name = textAt(entry, 'name') ?? '';
	const kind = textAt(entry, 'kind') ?? 'gauge';
	if (!/^[A-Za-z][\w./-]{0,254}$/.test(name)) return { problem: `"${name}" is not a name such as slipway.deployments` };
	if (kind !== 'counter' && kind !== 'gauge')
		return { problem: `${name} is neither a counter nor a gauge, but "${kind}"` };
	const given = listAt(entry, 'points');
	const points = (given.length === 0 ? [entry] : given).map((point) => pointIn(point, entry, nowMs));
	const bad = points.find((point) => 'problem' in point);
	if (bad !== undefined && 'problem' in bad) return { problem: `${name}: ${bad.problem}` };
	const good = points.filter((point): point is MetricPoint => !('problem' in point));
	if (kind === 'counter' && good.some(({ value, sinceMs }) => value < 0 || sinceMs === null)) {
		return { problem: `${name}: a counter has no negative value, and needs "since": the time from which it counts` };
	}
	const words = { unit: textAt(entry, 'unit') ?? '', description: textAt(entry, 'description') ?? '' };
	return { name, kind, ...words, points: good };
}

function pointIn(point: unknown, metric: unknown, nowMs: number): MetricPoint | { readonly problem: string } {
	const value = numberAt(point, 'value');
	if (value === null) return { problem: '"value" is not a number' };
	const atMs = momentIn(valueAt(point, 'at') ?? valueAt(metric, 'at'), nowMs);
	const sinceMs = momentIn(valueAt(point, 'since') ?? valueAt(metric, 'since'), null);
	if (Number.isNaN(atMs) || Number.isNaN(sinceMs ?? 0)) return { problem: '"at" and "since" are times as ISO 8601' };
	return { value, atMs: atMs ?? nowMs, sinceMs, attributes: { ...textsIn(metric), ...textsIn(point) } };
}

function momentIn(value: unknown, otherwise: number | null): number | null {
	if (value === undefined || value === null || value === '') return otherwise;
	return typeof value === 'number' ? value : Date.parse(String(value));
}

function textsIn(holder: unknown): Record<string, string> {
	const attributes = valueAt(holder, 'attributes');
	const entries = Object.entries(isRecord(attributes) ? attributes : {});
	return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** The same as OTLP has it. Worked example: 1544712660300 ms is "1544712660300000000" ns. */
export function otlpOf(metrics: readonly MetricWish[], serviceName: string): OtlpMetrics {
	return {
		resourceMetrics: [
			{
				resource: { attributes: attributesOf({ 'service.name': serviceName }) },
				scopeMetrics: [{ scope: { name: 'n8n-nodes-slipway' }, metrics: metrics.map(metricOf) }],
			},
		],
	};
}

function metricOf({ name, kind, unit, description, points }: MetricWish): OtlpMetric {
	const dataPoints = points.map(({ value, atMs, sinceMs, attributes }): OtlpPoint => ({
		attributes: attributesOf(attributes),
		...(kind === 'counter' && sinceMs !== null && { startTimeUnixNano: nanoseconds(sinceMs) }),
		timeUnixNano: nanoseconds(atMs),
		asDouble: value,
	}));
	const words = { name, unit, description };
	return kind === 'gauge'
		? { ...words, gauge: { dataPoints } }
		: { ...words, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } };
}

/** As text: a number would lose its last digits. */
const nanoseconds = (ms: number): string => `${Math.round(ms)}000000`;

const attributesOf = (attributes: Readonly<Record<string, string>>): OtlpAttribute[] =>
	Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
