import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	revealProperty,
	shownDatabase,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';
import type { UpstashDatabase } from '../../api/types';

export const resetPassword: Operation = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset the password of a database',
	description: 'Give a database a new password and new tokens: the old ones stop at once, for locks and claims too',
	properties: [databaseProperty, revealProperty, dryRunProperty, simplifyProperty],
	async execute(context) {
		const client = managementClient(context);
		const reveal = switchParameter(context, 'reveal');
		const before = await databaseParameter(context, client, true);
		const target = databaseName(before);
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'upstash', target, plan: { action: 'resetPassword' } };
		}
		// Another time after a lost answer: the password that counts is the one that is answered.
		const after = await client.object<UpstashDatabase>({
			method: 'POST',
			path: path`/redis/reset-password/${before.database_id}`,
			safeToRepeat: true,
		});
		if (!after.password || after.password === before.password) {
			throw new OperationFailure(
				`Upstash took the request, but did not give database ${target} a new password`,
				'Look at the database in the Upstash console, then run this again',
			);
		}
		return { ...shownDatabase(context, { ...before, ...after }, reveal), reset: true };
	},
};
