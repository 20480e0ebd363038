import { numberField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { grafanaClient } from '../../api/client';
import { askRange, assertKnown } from '../../changes/query';
import { dataSourceField } from '../../fields/locators';
import { momentField } from '../../fields/moments';
import { expressionField } from '../../fields/query';
import { seriesJson } from '../../output/sampleJson';

const minutesField = numberField('Of the Last (Minutes)', 'minutes', 60, { minimum: 1, maximum: 527_040 });
const untilField = momentField('Until', 'until', 'Where that time ends; empty is now');
const stepField = numberField(
	'Step (Seconds)',
	'stepSeconds',
	0,
	{ minimum: 0, maximum: 86_400 },
	{
		description: 'Between two values; 0 chooses it so that there are about 250',
	},
);

export const range: Operation = {
	value: 'range',
	name: 'Range',
	action: 'Query a metric over time',
	description: 'What an expression was worth over a span of time: one item for each series',
	properties: [dataSourceField, expressionField, minutesField, untilField, stepField],
	async execute(context) {
		const client = grafanaClient(context);
		const question = { dataSource: dataSourceField.read(context), expression: expressionField.read(context) };
		const end = Math.floor((untilField.read(context) ?? clock.now()) / 1000);
		const seconds = minutesField.read(context) * 60;
		const chosen = stepField.read(context);
		// Prometheus gives 11,000 values of a series at most.
		const step = Math.max(chosen > 0 ? chosen : Math.max(15, Math.round(seconds / 250)), Math.ceil(seconds / 10_999));
		const series = await askRange(client, question, { start: end - seconds, end, step });
		if (series.length === 0) await assertKnown(client, question);
		return series.map(seriesJson);
	},
};
