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
		description: 'What came of it, as JSON, kept for those who ask again; never a secret',
	},
	(context) => jsonAsWrittenParameter(context, 'outcome', 'Outcome'),
);

export const complete: Operation = {
	value: 'complete',
	name: 'Complete',
	action: 'Complete a claim',
	description: 'Mark work as done and keep its outcome: whoever begins it again is given that instead',
	properties: [claimTokenField, outcomeField, ifNotHeldField],
	async execute(context) {
		return await endClaim(context, 'done', { outcome: writeJson(outcomeField.read(context) ?? null) });
	},
};
