import type { JsonMember } from '../../../deployment/values/jsonMembers';
import { requireReference, secretReference } from '../../../shared/aws/secretReference';
import { requireKeys } from '../../../shared/aws/secretValue';
import { namesField, requiredTextField, textField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { readVersion } from '../../api/versions';
import { credentialDigest } from '../../fields/credentialDigest';
import { versionJson } from '../../output/versionJson';

const prefixField = textField('Prefix', 'prefix', {
	placeholder: 'candlefish',
	description:
		"First part of the secret's name, which is prefix/environment/service; it may have slashes itself, or be empty",
});

const environmentField = requiredTextField('Environment', 'environment');

const serviceField = requiredTextField('Service', 'service', { placeholder: 'paintbox-api' });

const requiredKeys = namesField('Required Keys', 'requiredKeys', {
	placeholder: 'DATABASE_URL, SESSION_KEY',
	description: 'Keys that must be there, separated by commas: if one is missing or empty, this fails',
});

export const bootstrap: Operation = {
	value: 'bootstrap',
	name: 'Bootstrap',
	action: "Bootstrap a service's secret",
	description: 'Show the keys a service has for an environment, and where ECS finds each of them, without a value',
	properties: [prefixField, { ...environmentField, default: 'production' }, serviceField, requiredKeys],
	async execute(context) {
		const prefix = prefixField.read(context);
		const environment = environmentField.read(context);
		const service = serviceField.read(context);
		const required = requiredKeys.read(context);
		const secretId = [prefix, environment, service]
			.map((part) => part.replace(/^\/+|\/+$/g, ''))
			.filter(Boolean)
			.join('/');
		const version = await readVersion(await secretsManagerClient(context), secretId);
		const members = requireKeys(version.name, version.value);
		requireAll(version.name, members, required);
		const keysWith = (isWanted: (key: string, member: JsonMember) => boolean): string[] =>
			[...members].filter(([key, member]) => isWanted(key, member)).map(([key]) => key);
		const reference = (key: string) => secretReference(version.arn, key, version.versionId);
		return {
			environment,
			service,
			...versionJson(version, await credentialDigest(context)),
			// Pinned to this version: a roll back of the task definition brings the old values back.
			valueFrom: Object.fromEntries(
				keysWith((_key, { type }) => type !== 'null').flatMap((key) => {
					const valueFrom = reference(key);
					return valueFrom === null ? [] : [[key, valueFrom]];
				}),
			),
			// Said, as a service's task definition lacks them: null is no value, and ECS parts a reference by colons.
			keysWithoutValue: keysWith((_key, { type }) => type === 'null'),
			keysWithoutReference: keysWith((key) => reference(key) === null),
		};
	},
};

/** @throws OperationFailure for what is required and missing, empty, or cannot be referred to. */
function requireAll(secretName: string, members: ReadonlyMap<string, JsonMember>, required: readonly string[]): void {
	const missing = required.filter((key) => (members.get(key)?.text ?? '') === '');
	if (missing.length > 0) {
		throw new OperationFailure(
			`Secret ${secretName} lacks ${missing.length === 1 ? 'the key' : 'the keys'} ${missing.join(', ')}`,
			'Add what is missing with Put Value, with Keep Other Keys on; null and an empty string are no value',
		);
	}
	for (const key of required) requireReference('', key, '');
}
