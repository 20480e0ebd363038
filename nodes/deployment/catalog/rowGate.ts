import { parseMetricGate } from '../health/metricGate';
import type { RowReader } from './rowReader';

/** What a metric has to be after a deployment, such as `sum(rate(errors_total[2m])) < 0.05 for 60s`; empty for nothing. */
export function readGateQuery(reader: RowReader): string {
	const text = reader.text('gate_query');
	if (text === '') return '';
	const gate = parseMetricGate(text);
	if ('problem' in gate)
		reader.add('gate_query', gate.problem, 'Write it as: sum(rate(errors_total[2m])) < 0.05 for 60s');
	return text;
}
