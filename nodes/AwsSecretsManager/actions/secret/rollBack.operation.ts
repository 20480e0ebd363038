import { UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { attempt } from '../../../shared/waiting/attempt';
import { secretParameter, secretProperty } from '../../locators';
import { describeSecret, versionWith } from '../../secrets';
import { secretsManagerOf } from '../../transport';

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a secret',
	description: 'Make the version before the current one the current one again',
	properties: [
		secretProperty,
		{
			displayName: 'Only If Current',
			name: 'badVersionId',
			type: 'string',
			default: '',
			placeholder: '={{ $json.versionId }}',
			description: 'The bad version. If another one is current by now, nothing is changed; if it was rolled back already, that is the answer. Without it, running this twice brings the bad version back.',
		},
		dryRunProperty,
	],
	async execute(context) {
		const secretId = secretParameter(context);
		const bad = textParameter(context, 'badVersionId');
		const secrets = await secretsManagerOf(context);
		const before = await describeSecret(secrets, secretId);
		const name = before.Name ?? secretId;
		if (before.DeletedDate) {
			throw new OperationFailure(`Secret ${name} is scheduled for deletion, so it was not rolled back`, 'Use Restore first');
		}
		const current = versionWith(before, 'AWSCURRENT');
		const previous = versionWith(before, 'AWSPREVIOUS');
		const known = { name, arn: before.ARN ?? null };
		if (bad !== '' && bad !== current) {
			if (bad === previous) return { ...known, versionId: current ?? null, previousVersionId: bad, isChanged: false };
			throw new OperationFailure(
				`The current version of secret ${name} is ${current ?? '(none)'}, not ${bad}, so it was not rolled back`,
				'Nothing is to be done if the current version is good. Else look at Versions, and put the right value in',
			);
		}
		if (current === undefined || previous === undefined) {
			throw new OperationFailure(
				`Secret ${name} has no version before the current one, so there is nothing to roll back to`,
				'Put the right value into it',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'awsSecretsManager', plan: { action: 'rollBack', ...known, from: current, to: previous } };
		}
		const sent = await attempt(
			secrets.call(
				'UpdateSecretVersionStage',
				async (client) =>
					await client.send(
						new UpdateSecretVersionStageCommand({
							SecretId: before.ARN,
							VersionStage: 'AWSCURRENT',
							RemoveFromVersionId: current,
							MoveToVersionId: previous,
						}),
					),
				// AWS refuses when another version is current by now, as it is once this was carried out.
				{ safeToRepeat: true },
			),
		);
		const now = versionWith(await describeSecret(secrets, before.ARN ?? secretId), 'AWSCURRENT');
		if (now !== previous) {
			if (!sent.ok) throw sent.error;
			throw new OperationFailure(
				`Secret ${name} was not rolled back: its current version is ${now ?? '(none)'}, not ${previous}`,
				'Look at Versions, then run this again with Only If Current filled',
			);
		}
		return { ...known, versionId: previous, previousVersionId: current, isChanged: true };
	},
};
