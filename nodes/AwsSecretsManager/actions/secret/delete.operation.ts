import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';

import type { Operation } from '../../../shared/operation';
import { numberParameter, switchParameter } from '../../../shared/parameters';
import { dryRunProperty } from '../../../shared/sharedProperties';
import { secretParameter, secretProperty } from '../../locators';
import { describeSecret } from '../../secrets';
import { secretsManagerOf } from '../../transport';

export const deleteSecret: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a secret',
	description: 'Schedule a secret for deletion; until then it cannot be read, but can be restored',
	properties: [
		secretProperty,
		{
			displayName: 'Recovery Window (Days)',
			name: 'recoveryWindowDays',
			type: 'number',
			typeOptions: { minValue: 7, maxValue: 30 },
			default: 30,
			description: 'For how many days Restore can bring it back',
		},
		dryRunProperty,
	],
	async execute(context) {
		const secretId = secretParameter(context);
		const days = numberParameter(context, 'recoveryWindowDays', 'Recovery Window (Days)', { minimum: 7, maximum: 30 });
		const secrets = await secretsManagerOf(context);
		const before = await describeSecret(secrets, secretId);
		const known = { name: before.Name ?? secretId, arn: before.ARN ?? null };
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'awsSecretsManager',
				plan: { action: before.DeletedDate ? 'none' : 'delete', ...known, recoveryWindowDays: days },
			};
		}
		if (before.DeletedDate) return { ...known, deletedAt: before.DeletedDate.toISOString(), isChanged: false };
		const answer = await secrets.call(
			'DeleteSecret',
			async (client) =>
				await client.send(new DeleteSecretCommand({ SecretId: before.ARN, RecoveryWindowInDays: days })),
			{ safeToRepeat: true },
		);
		return { ...known, deletedAt: answer.DeletionDate?.toISOString() ?? null, isChanged: true };
	},
};
