import { cutText } from '../../../deployment/values/text';
import { textParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { claimTokenProperty, ifNotHeldProperty } from '../../fields/claim';
import { endClaim } from './endClaim';

/** A reason is for people; a whole log does not belong into it. */
const maxReasonLength = 2_000;

export const fail: Operation = {
	value: 'fail',
	name: 'Fail',
	action: 'Fail a claim',
	description: 'Mark work as failed, so that a later Begin may run it again',
	properties: [
		claimTokenProperty,
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: '',
			placeholder: 'the build failed: exit code 2',
			description: 'Why, for whoever tries again; never a secret',
		},
		ifNotHeldProperty,
	],
	async execute(context) {
		const reason = cutText(textParameter(context, 'reason'), maxReasonLength);
		return await endClaim(context, 'failed', { reason });
	},
};
