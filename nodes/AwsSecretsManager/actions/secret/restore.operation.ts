import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { describeSecret, restoreSecret } from '../../api/secrets';
import { secretField } from '../../fields/locators';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a secret',
	description: 'Cancel the deletion of a secret within its recovery window',
	properties: [secretField, dryRunProperty],
	async execute(context) {
		const secretId = secretField.read(context);
		const secrets = await secretsManagerClient(context);
		const before = await describeSecret(secrets, secretId);
		const known = { name: before.Name ?? secretId, arn: before.ARN ?? null };
		const isChanged = before.DeletedDate !== undefined;
		if (dryRunProperty.read(context)) {
			const plan = { action: isChanged ? 'restore' : 'none', ...known };
			return { dryRun: true, platform: 'awsSecretsManager', plan };
		}
		if (!isChanged) return { ...known, isChanged };
		await restoreSecret(secrets, before.ARN);
		if ((await describeSecret(secrets, before.ARN ?? secretId)).DeletedDate) {
			throw new OperationFailure(
				`AWS Secrets Manager accepted the restoring of secret ${known.name}, but still shows it as deleted`,
				'Look at it with Describe: somebody may have deleted it again. Then run this again',
			);
		}
		return { ...known, isChanged };
	},
};
