import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { numberParameter, switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { attempt } from '../../../shared/waiting/attempt';
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
		// Sent again after a lost answer, AWS refuses it as deleted already: what is there afterwards counts.
		const sent = await attempt(
			secrets.call(
				'DeleteSecret',
				async (client) =>
					await client.send(new DeleteSecretCommand({ SecretId: before.ARN, RecoveryWindowInDays: days })),
				{ safeToRepeat: true },
			),
		);
		const after = await describeSecret(secrets, before.ARN ?? secretId);
		if (!after.DeletedDate) {
			if (!sent.ok) throw sent.error;
			throw new OperationFailure(
				`AWS Secrets Manager took the deletion of secret ${known.name}, but does not show it as deleted`,
				'Look at it with Describe: somebody may have restored it. Then run this again',
			);
		}
		return {
			...known,
			deletedAt: after.DeletedDate.toISOString(),
			restorableUntil: sent.ok ? (sent.value.DeletionDate?.toISOString() ?? null) : null,
			isChanged: true,
		};
	},
};
