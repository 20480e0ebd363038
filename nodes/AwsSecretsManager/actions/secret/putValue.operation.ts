import { randomUUID } from 'node:crypto';

import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { secretParameter, secretProperty } from '../../locators';
import { describeSecret, readCurrent, type SecretReading, versionWith } from '../../secrets';
import { requireKeys } from '../../../shared/aws/secretValue';
import { secretsManagerOf } from '../../transport';
import {
	compareKeys,
	type KeyChanges,
	type GivenValue,
	givenValue,
	storedText,
	valueProperties,
} from '../../valueParameter';

export const putValue: Operation = {
	value: 'putValue',
	name: 'Put Value',
	action: 'Put a value into a secret',
	description: 'Make a new current version of a secret; nothing is written when nothing is different',
	properties: [
		secretProperty,
		...valueProperties,
		{
			displayName: 'Keep Other Keys',
			name: 'keepOtherKeys',
			type: 'boolean',
			default: true,
			description: 'Whether keys that are not given stay as they are. Off, the new value takes the place of the whole old one.',
			displayOptions: { show: { valueFormat: ['keys', 'json'] } },
		},
		{
			displayName: 'Only If Current',
			name: 'expectedVersionId',
			type: 'string',
			default: '',
			placeholder: '={{ $json.versionId }}',
			description: 'The version that must be the current one: if somebody changed the secret since, nothing is written',
		},
		{
			displayName: 'New Version ID',
			name: 'newVersionId',
			type: 'string',
			default: '',
			description: 'From 32 to 64 characters, such as a UUID: the same ID makes one version, however often this runs. Leave it empty for a new one.',
		},
		dryRunProperty,
	],
	async execute(context) {
		const secretId = secretParameter(context);
		const given = givenValue(context);
		const keepOtherKeys = switchParameter(context, 'keepOtherKeys');
		const expected = textParameter(context, 'expectedVersionId');
		const token = textParameter(context, 'newVersionId') || randomUUID();
		if (token.length < 32 || token.length > 64) {
			throw new OperationFailure(
				'The New Version ID is not from 32 to 64 characters long',
				'Use a UUID, or leave it empty',
			);
		}
		const secrets = await secretsManagerOf(context);
		const before = await readCurrent(secrets, secretId);
		if (expected !== '' && before.versionId !== expected && before.versionId !== token) {
			throw new OperationFailure(
				`The current version of secret ${before.name} is ${before.versionId || '(none)'}, not ${expected}, so nothing was written`,
				'Somebody changed it since: read it again, then decide',
			);
		}
		const changes = changesTo(before, given, keepOtherKeys);
		const text = storedText(given, before.value, keepOtherKeys);
		const known = { name: before.name, arn: before.arn, previousVersionId: before.versionId || null, ...changes };
		const isChanged = changes ? hasChange(changes) : before.value.kind === 'binary' || text !== before.value.text;
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'awsSecretsManager', plan: { action: isChanged ? 'putValue' : 'none', ...known } };
		}
		if (!isChanged) return { ...known, versionId: before.versionId, stages: [...before.stages], isChanged };
		const answer = await secrets.call(
			'PutSecretValue',
			async (client) =>
				await client.send(
					new PutSecretValueCommand({
						SecretId: before.arn,
						SecretString: text,
						ClientRequestToken: token,
					}),
				),
			{ safeToRepeat: true },
		);
		const versionId = answer.VersionId ?? token;
		const after = await describeSecret(secrets, before.arn);
		const current = versionWith(after, 'AWSCURRENT');
		const previous = versionWith(after, 'AWSPREVIOUS');
		const isFollowing = before.versionId === '' || before.versionId === token || previous === before.versionId;
		if (current !== versionId || !isFollowing) {
			throw new OperationFailure(
				`Secret ${before.name} was changed by somebody else at the same time: version ${current ?? '(none)'} is current now, and ${previous ?? '(none)'} was before`,
				`This run wrote version ${versionId}, based on ${before.versionId || 'none'}. Compare the versions, then put the right value once more`,
			);
		}
		return { ...known, versionId, stages: answer.VersionStages ?? [], isChanged };
	},
};

function hasChange({ added, changed, removed }: KeyChanges): boolean {
	return added.length + changed.length + removed.length > 0;
}

/** How the keys differ; undefined where plain text comes or goes. */
function changesTo({ name, value }: SecretReading, given: GivenValue, keepOtherKeys: boolean): (KeyChanges & IDataObject) | undefined {
	if (given.kind === 'text') return undefined;
	if (keepOtherKeys) return { ...compareKeys(requireKeys(name, value), given, true) };
	return value.kind === 'keys' ? { ...compareKeys(value.members, given, false) } : undefined;
}
