import { randomUUID } from 'node:crypto';

import type { Tag } from '@aws-sdk/client-secrets-manager';

import { jsonMembers } from '../../../deployment/values/jsonMembers';
import { collectionField, field, jsonField, requiredTextField, textField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { createSecret } from '../../api/secrets';
import { readGivenValue } from '../../fields/givenValue';
import { valueFields } from '../../fields/valueFields';

const nameText = requiredTextField('Name', 'name', { placeholder: 'candlefish/production/paintbox-api' });
const nameField = field(nameText, (context) => {
	const name = nameText.read(context);
	if (/^[\w/+=.@-]{1,512}$/.test(name)) return name;
	throw new ConfigurationError(
		`"${name}" cannot be the name of a secret`,
		'Use letters, digits and /_+=.@- only, 512 at most',
	);
});

const additionalFields = collectionField('Additional Fields', 'additionalFields', 'Add Field', [
	textField('Description', 'description'),
	textField('KMS Key ID', 'kmsKeyId', {
		description: "ID, ARN or alias of the key to encrypt with; AWS's own if left out",
	}),
	jsonField('Tags', 'tags', '{}', { placeholder: '{"environment": "production"}' }),
]);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a secret',
	description: 'Make a new secret; the output names its keys and its version',
	properties: [nameField, ...valueFields, additionalFields, dryRunProperty],
	async execute(context) {
		const name = nameField.read(context);
		const value = readGivenValue(context);
		const { description, kmsKeyId, tags } = additionalFields.read(context);
		const keys = value.kind === 'keys' ? [...value.members.keys()] : [];
		if (dryRunProperty.read(context)) {
			return { dryRun: true, platform: 'awsSecretsManager', plan: { action: 'create', name, kind: value.kind, keys } };
		}
		const secretTags = readTags(tags);
		const secrets = await secretsManagerClient(context);
		const answer = await createSecret(secrets, {
			Name: name,
			SecretString: value.text,
			ClientRequestToken: randomUUID(),
			...(typeof description === 'string' && description !== '' && { Description: description }),
			...(typeof kmsKeyId === 'string' && kmsKeyId !== '' && { KmsKeyId: kmsKeyId }),
			...(secretTags.length > 0 && { Tags: secretTags }),
		});
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
	if (!members)
		throw new ConfigurationError('Tags is not a JSON object', 'Give one such as {"environment": "production"}');
	return [...members].map(([Key, { type, text: Value }]) => {
		if (type !== 'object' && type !== 'array') return { Key, Value };
		throw new ConfigurationError(
			`The tag "${Key}" is ${type === 'array' ? 'a list' : 'an object'}, not a string`,
			'Give every tag one string',
		);
	});
}
