import { RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';

import type { Operation } from '../../../shared/operation';
import { switchParameter } from '../../../shared/parameters';
import { dryRunProperty } from '../../../shared/sharedProperties';
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
		}
		return { ...known, isChanged };
	},
};
