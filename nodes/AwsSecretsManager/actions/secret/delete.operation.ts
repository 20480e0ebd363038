import { numberField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { secretsManagerClient } from '../../api/client';
import { deleteSecret as sendDeletion, describeSecret } from '../../api/secrets';
import { secretField } from '../../fields/locators';

const recoveryWindow = numberField(
	'Recovery Window (Days)',
	'recoveryWindowDays',
	30,
	{ minimum: 7, maximum: 30 },
	{
		description: 'For how many days Restore can bring it back',
	},
);

export const deleteSecret: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a secret',
	description: 'Schedule a secret for deletion; until then it cannot be read, but can be restored',
	properties: [secretField, recoveryWindow, dryRunProperty],
	async execute(context) {
		const secretId = secretField.read(context);
		const days = recoveryWindow.read(context);
		const secrets = await secretsManagerClient(context);
		const before = await describeSecret(secrets, secretId);
		const known = { name: before.Name ?? secretId, arn: before.ARN ?? null };
		if (dryRunProperty.read(context)) {
			const plan = { action: before.DeletedDate ? 'none' : 'delete', ...known, recoveryWindowDays: days };
			return { dryRun: true, platform: 'awsSecretsManager', plan };
		}
		if (before.DeletedDate) return { ...known, deletedAt: before.DeletedDate.toISOString(), isChanged: false };
		// Sent again after a lost answer, AWS refuses it as deleted already: what is there afterwards counts.
		const sent = await attempt(sendDeletion(secrets, before.ARN, days));
		const after = await describeSecret(secrets, before.ARN ?? secretId);
		if (!after.DeletedDate) {
			if (!sent.ok) throw sent.error;
			throw new OperationFailure(
				`AWS Secrets Manager accepted the deletion of secret ${known.name}, but does not show it as deleted`,
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
