import type { IDataObject } from 'n8n-workflow';

import type { MetricSample } from '../../deployment/health/metricGate';
import type { MetricSeries } from '../state/samples';

/** One element of an answer: JSON has neither NaN nor infinity, so `value` is null then, and `text` says it. */
export function sampleJson({ labels, value }: MetricSample): IDataObject {
	const { __name__: metric = '', ...rest } = labels;
	return { metric, labels: rest, value: Number.isFinite(value) ? value : null, text: String(value) };
}

export function seriesJson({ labels, points }: MetricSeries): IDataObject {
	const { __name__: metric = '', ...rest } = labels;
	return {
		metric,
		labels: rest,
		points: points.map(({ atMs, value }) => ({
			at: new Date(atMs).toISOString(),
			value: Number.isFinite(value) ? value : null,
			text: String(value),
		})),
	};
}
