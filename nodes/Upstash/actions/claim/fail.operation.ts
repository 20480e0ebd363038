import { cutText } from '../../../deployment/values/text';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { claimTokenField, ifNotHeldField } from '../../fields/claim';
import { endClaim } from './endClaim';

const reasonField = textField('Reason', 'reason', {
	placeholder: 'the build failed: exit code 2',
	description: 'Why it failed, for whoever tries again; never a secret',
});

/** A reason is for people; a whole log does not belong in it. */
const maxReasonLength = 2_000;

export const fail: Operation = {
	value: 'fail',
	name: 'Fail',
	action: 'Fail a claim',
	description: 'Mark work as failed, so that a later Begin may run it again',
	properties: [claimTokenField, reasonField, ifNotHeldField],
	async execute(context) {
		return await endClaim(context, 'failed', { reason: cutText(reasonField.read(context), maxReasonLength) });
	},
};
