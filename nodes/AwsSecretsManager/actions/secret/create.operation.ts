import { randomUUID } from 'node:crypto';

import { CreateSecretCommand, type Tag } from '@aws-sdk/client-secrets-manager';

import { jsonMembers } from '../../../deployment/values/jsonMembers';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, requiredText, switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { secretsManagerOf } from '../../transport';
import { givenValue, valueProperties } from '../../valueParameter';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a secret',
	description: 'Make a new secret; the output names its keys and its version',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'candlefish/production/paintbox-api',
		},
		...valueProperties,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{ displayName: 'Description', name: 'description', type: 'string', default: '' },
				{
					displayName: 'KMS Key ID',
					name: 'kmsKeyId',
					type: 'string',
					default: '',
					description: 'ID, ARN or alias of the key to encrypt with; AWS\'s own if left out',
				},
				{
					displayName: 'Tags',
					name: 'tags',
					type: 'json',
					default: '{}',
					placeholder: '{"environment": "production"}',
				},
			],
		},
		dryRunProperty,
	],
	async execute(context) {
		const name = requiredText(context, 'name', 'Name');
		if (!/^[\w/+=.@-]{1,512}$/.test(name)) {
			throw new OperationFailure(
				`"${name}" cannot be the name of a secret`,
				'Use letters, digits and /_+=.@- only, 512 at most',
			);
		}
		const value = givenValue(context);
		const { description, kmsKeyId, tags } = collectionParameter(context, 'additionalFields');
		const keys = value.kind === 'keys' ? [...value.members.keys()] : [];
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'awsSecretsManager', plan: { action: 'create', name, kind: value.kind, keys } };
		}
		const secretTags = readTags(tags);
		const token = randomUUID();
		const secrets = await secretsManagerOf(context);
		const answer = await secrets.call(
			'CreateSecret',
			async (client) =>
				await client.send(
					new CreateSecretCommand({
						Name: name,
						SecretString: value.text,
						// The same for every try: AWS then makes one secret with one version.
						ClientRequestToken: token,
						...(typeof description === 'string' && description !== '' && { Description: description }),
						...(typeof kmsKeyId === 'string' && kmsKeyId !== '' && { KmsKeyId: kmsKeyId }),
						...(secretTags.length > 0 && { Tags: secretTags }),
					}),
				),
			{ safeToRepeat: true },
		);
		return {
			name: answer.Name ?? name,
			arn: answer.ARN ?? null,
			versionId: answer.VersionId ?? null,
			kind: value.kind,
			keys,
		};
	},
};

function readTags(tags: unknown): Tag[] {
	const text = typeof tags === 'string' ? tags.trim() : JSON.stringify(tags ?? {});
	const members = jsonMembers(text === '' ? '{}' : text);
	if (!members) throw new OperationFailure('Tags is not a JSON object', 'Give one such as {"environment": "production"}');
	return [...members].map(([Key, { type, text: Value }]) => {
		if (type !== 'object' && type !== 'array') return { Key, Value };
		throw new OperationFailure(`The tag "${Key}" is ${type === 'array' ? 'a list' : 'an object'}, not a text`, 'Give every tag one text');
	});
}
