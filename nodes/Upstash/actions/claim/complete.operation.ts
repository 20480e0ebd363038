import { writeJson } from '../../../deployment/values/json';
import { field } from '../../../shared/fields/fields';
import { jsonAsWrittenParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { claimTokenField, ifNotHeldField } from '../../fields/claim';
import { endClaim } from './endClaim';

const outcomeField = field(
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'json',
		default: '{}',
		description: 'The result as JSON, kept for whoever asks again; never a secret',
	},
	(context) => jsonAsWrittenParameter(context, 'outcome', 'Outcome'),
);

export const complete: Operation = {
	value: 'complete',
	name: 'Complete',
	action: 'Complete a claim',
	description: 'Mark work as done and keep its outcome: whoever begins it again gets that instead',
	properties: [claimTokenField, outcomeField, ifNotHeldField],
	async execute(context) {
		return await endClaim(context, 'done', { outcome: writeJson(outcomeField.read(context) ?? null) });
	},
};
