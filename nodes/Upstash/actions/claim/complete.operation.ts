import { writeJson } from '../../../deployment/values/json';
import { jsonAsWrittenParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { claimTokenProperty, ifNotHeldProperty } from '../../fields/claim';
import { endClaim } from './endClaim';

export const complete: Operation = {
	value: 'complete',
	name: 'Complete',
	action: 'Complete a claim',
	description: 'Mark work as done and keep its outcome: whoever begins it again is given that instead',
	properties: [
		claimTokenProperty,
		{
			displayName: 'Outcome',
			name: 'outcome',
			type: 'json',
			default: '{}',
			description: 'What came of it, as JSON, kept for those who ask again; never a secret',
		},
		ifNotHeldProperty,
	],
	async execute(context) {
		const outcome = jsonAsWrittenParameter(context, 'outcome', 'Outcome');
		return await endClaim(context, 'done', { outcome: writeJson(outcome ?? null) });
	},
};
