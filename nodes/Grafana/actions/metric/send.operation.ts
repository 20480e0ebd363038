import { jsonField, textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { otlpClient } from '../../api/client';
import { exportMetrics } from '../../api/metrics';
import { otlpOf, readMetrics } from '../../state/metricWish';

const example = `[
  {
    "name": "orders",
    "kind": "counter",
    "unit": "{order}",
    "value": 12,
    "since": "2026-11-27T00:00:00Z",
    "attributes": { "shop": "eu" }
  },
  { "name": "import.duration", "kind": "gauge", "unit": "s", "value": 3.2 }
]`;

const metricsField = jsonField('Metrics', 'metrics', example, {
	description:
		'A list: name, kind (counter or gauge), unit (s, 1, {order}), value, attributes; at (a time, else now); a counter is what it has come to since a time. Several values of one metric as a list under points.',
});

const serviceNameField = textField('Service Name', 'serviceName', {
	default: 'slipway',
	description: 'Who sends them; Prometheus has it as the label job',
});

export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send metrics',
	description: 'Send counters and gauges by OTLP; what was refused of them is a failure',
	properties: [metricsField, serviceNameField, dryRunProperty],
	async execute(context) {
		const metrics = readMetrics(metricsField.read(context), clock.now());
		if ('problem' in metrics) throw new ConfigurationError(metrics.problem, 'Correct Metrics');
		const points = metrics.reduce((sum, metric) => sum + metric.points.length, 0);
		const sent = { metrics: metrics.map(({ name }) => name), points };
		if (dryRunProperty.read(context)) return { dryRun: true, ...sent };
		const body = otlpOf(metrics, serviceNameField.read(context) || 'slipway');
		const rejection = await exportMetrics(await otlpClient(context), body);
		if (rejection === null) return { sent: true, ...sent };
		throw new OperationFailure(
			`Grafana refused ${rejection.dataPoints} of ${points} values: ${rejection.reason || 'no explanation given'}`,
			'Values may be two hours old at most, and a second value for the same time is refused. The others were taken',
		);
	},
};
