import type { Operation } from '../../../shared/operation/operation';
import { grafanaClient } from '../../api/client';
import { askNow, assertKnown } from '../../changes/query';
import { dataSourceField } from '../../fields/locators';
import { expressionField } from '../../fields/query';
import { sampleJson } from '../../output/sampleJson';

export const instant: Operation = {
	value: 'instant',
	name: 'Instant',
	action: 'Query a metric now',
	description: 'What an expression is worth now: one item for each element. A metric that is not known is an error.',
	properties: [dataSourceField, expressionField],
	async execute(context) {
		const client = grafanaClient(context);
		const question = { dataSource: dataSourceField.read(context), expression: expressionField.read(context) };
		const samples = await askNow(client, question);
		if (samples.length === 0) await assertKnown(client, question);
		return samples.map(sampleJson);
	},
};
