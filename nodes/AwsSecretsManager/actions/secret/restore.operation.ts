import { RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { secretParameter, secretProperty } from '../../locators';
import { describeSecret } from '../../secrets';
import { secretsManagerOf } from '../../transport';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a secret',
	description: 'Take back the deletion of a secret within its recovery window',
	properties: [secretProperty, dryRunProperty],
	async execute(context) {
		const secretId = secretParameter(context);
		const secrets = await secretsManagerOf(context);
		const before = await describeSecret(secrets, secretId);
		const known = { name: before.Name ?? secretId, arn: before.ARN ?? null };
		const isChanged = before.DeletedDate !== undefined;
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'awsSecretsManager',
				plan: { action: isChanged ? 'restore' : 'none', ...known },
			};
		}
		if (isChanged) {
			await secrets.call(
				'RestoreSecret',
				async (client) => await client.send(new RestoreSecretCommand({ SecretId: before.ARN })),
				{ safeToRepeat: true },
			);
			if ((await describeSecret(secrets, before.ARN ?? secretId)).DeletedDate) {
				throw new OperationFailure(
					`AWS Secrets Manager took the restoring of secret ${known.name}, but still shows it as deleted`,
					'Look at it with Describe: somebody may have deleted it again. Then run this again',
				);
			}
		}
		return { ...known, isChanged };
	},
};
