import type { MetricSample } from '../../deployment/health/metricGate';
import { isRecord, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';

/** One element over time. */
export interface MetricSeries {
	readonly labels: Readonly<Record<string, string>>;
	readonly points: ReadonlyArray<{ readonly atMs: number; readonly value: number }>;
}

/** What an instant query gave; null where it is not what such a query gives. */
export function samplesIn(data: unknown): MetricSample[] | null {
	if (textAt(data, 'resultType') === 'scalar') {
		const point = pointOf(valueAt(data, 'result'));
		return point && [{ labels: {}, value: point.value }];
	}
	if (textAt(data, 'resultType') !== 'vector') return null;
	const samples = listAt(data, 'result').map((element) => {
		const point = pointOf(valueAt(element, 'value'));
		return point && { labels: labelsOf(valueAt(element, 'metric')), value: point.value };
	});
	return samples.every((sample) => sample !== null) ? samples : null;
}

/** What a range query gave; null where it is not what such a query gives. */
export function seriesIn(data: unknown): MetricSeries[] | null {
	if (textAt(data, 'resultType') !== 'matrix') return null;
	return listAt(data, 'result').map((element) => ({
		labels: labelsOf(valueAt(element, 'metric')),
		points: listAt(element, 'values').flatMap((entry) => pointOf(entry) ?? []),
	}));
}

/** `[1764187200.123, "0.05"]`; the value is a string, since JSON has neither NaN nor infinity. */
function pointOf(entry: unknown): { atMs: number; value: number } | null {
	if (!Array.isArray(entry)) return null;
	const [seconds, text]: unknown[] = entry;
	if (typeof seconds !== 'number' || typeof text !== 'string' || text === '') return null;
	const value = /^[+-]?Inf$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
	return Number.isNaN(value) && text !== 'NaN' ? null : { atMs: Math.round(seconds * 1000), value };
}

function labelsOf(metric: unknown): Record<string, string> {
	const entries = Object.entries(isRecord(metric) ? metric : {});
	return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
