import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { upstashManagementClient } from '../../api/client';
import { findDatabase, resetPassword as sendReset } from '../../api/management/databases';
import { databaseField, revealField } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';

export const resetPassword: Operation = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset the password of a database',
	description: 'Give a database a new password and new tokens: the old ones stop at once, for locks and claims too',
	properties: [databaseField, revealField, dryRunProperty, simplifyProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const reveal = revealField.read(context);
		const before = await findDatabase(client, databaseField.read(context), true);
		const target = databaseName(before);
		if (dryRunProperty.read(context)) return planJson({ action: 'resetPassword' }, target);
		const after = await sendReset(client, before.database_id);
		if (!after.password || after.password === before.password) {
			throw new OperationFailure(
				`Upstash accepted the request, but did not give database ${target} a new password`,
				'Look at the database in the Upstash console, then run this again',
			);
		}
		const shape = { simplify: simplifyProperty.read(context), reveal };
		return { ...databaseJson({ ...before, ...after }, shape), reset: true };
	},
};
