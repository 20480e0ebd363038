import { choiceField, numberField, option } from '../../../shared/fields/fields';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { type MetricGate, parseMetricGate } from '../../../deployment/health/metricGate';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { grafanaClient } from '../../api/client';
import { watchGate } from '../../changes/watchGate';
import { dataSourceField } from '../../fields/locators';
import { expressionField } from '../../fields/query';

const fields = 'fields';
const givenAsField = choiceField('Given As', 'givenAs', [
	option('Fields', fields, 'Comparison, threshold and duration are fields'),
	option('One Line', 'line', 'As the catalog has it: the expression ends with "< 0.05 for 60s"'),
]);
const shown = { displayOptions: { show: { givenAs: [fields] } } };
const comparisonField = choiceField(
	'Has to Be',
	'comparison',
	[option('Below', '<'), option('At Most', '<='), option('Above', '>'), option('At Least', '>=')],
	shown,
);
const thresholdField = numberField('Threshold', 'threshold', 0.05, {}, shown);
const forField = numberField(
	'For (Seconds)',
	'forSeconds',
	60,
	{ minimum: 0, maximum: 3_600 },
	{
		...shown,
		description: 'How long it has to be so on end; as long on end the other way fails at once',
	},
);
const intervalField = numberField(
	'Interval (Seconds)',
	'intervalSeconds',
	15,
	{ minimum: 1, maximum: 600 },
	{
		description: 'Between two looks; Grafana Cloud stores a value a minute or every 15 seconds',
	},
);
const timeout = timeoutProperty(300);
const onFailureField = choiceField('If Not Passed', 'ifNotPassed', [
	option('Fail', 'fail', 'Fail with what was seen'),
	option('Go On', 'goOn', 'Go on, with passed: false, or null where nobody knows'),
]);

export const gate: Operation = {
	value: 'gate',
	name: 'Gate',
	action: 'Wait at a gate for a metric',
	description:
		'Pass when every series of an expression has been within a threshold for so long. Nothing, or NaN, is no pass.',
	properties: [
		dataSourceField,
		givenAsField,
		expressionField,
		comparisonField,
		thresholdField,
		forField,
		intervalField,
		timeout,
		onFailureField,
	],
	async execute(context) {
		const wanted = gateIn(context);
		const result = await watchGate(grafanaClient(context), {
			gate: wanted,
			dataSource: dataSourceField.read(context),
			intervalMs: intervalField.read(context) * 1000,
			timeoutMs: Math.max(timeout.read(context), wanted.forMs),
			cancelSignal: cancelSignalOf(context),
		});
		const { passed, value, reason, looks, waitedMs } = result;
		if (passed !== true && onFailureField.read(context) === 'fail') {
			throw new OperationFailure(
				`${passed === null ? 'Nobody knows whether the metric passes' : 'The metric does not pass'}: ${reason}`,
				passed === null
					? 'Look at the expression in Grafana under Explore: a service without requests has no error rate'
					: 'Look at the expression in Grafana under Explore, and at what changed',
				{ passed, value, looks, waitedMs },
			);
		}
		const { expression, comparison, threshold, forMs } = wanted;
		return {
			passed,
			reason,
			value: value !== null && Number.isFinite(value) ? value : null,
			expression,
			condition: `${comparison} ${threshold} for ${forMs / 1000}s`,
			looks,
			waitedMs,
		};
	},
};

function gateIn(context: OperationContext): MetricGate {
	const expression = expressionField.read(context);
	if (givenAsField.read(context) === fields) {
		const forMs = forField.read(context) * 1000;
		return { expression, comparison: comparisonField.read(context), threshold: thresholdField.read(context), forMs };
	}
	const parsed = parseMetricGate(expression);
	if ('problem' in parsed)
		throw new ConfigurationError(parsed.problem, 'Write it as: sum(rate(errors_total[2m])) < 0.05 for 60s');
	return parsed;
}
