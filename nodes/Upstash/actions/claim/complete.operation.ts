import { writeJson } from '../../../deployment/values/json';
import type { Operation } from '../../../shared/operation/operation';
import { writtenJsonParameter } from '../../output/itemValue';
import { claimTokenProperty, finishClaim, ifNotHeldProperty } from './finishClaim';

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
		const outcome = writtenJsonParameter(context, 'outcome', 'Outcome');
		return await finishClaim(context, 'done', { outcome: writeJson(outcome ?? null) });
	},
};
