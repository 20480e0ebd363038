import type { JsonMember } from '../../../deployment/values/jsonMembers';
import { requireReference, secretReference } from '../../../shared/aws/secretReference';
import { requireKeys } from '../../../shared/aws/secretValue';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { digestOf } from '../../digest';
import { maskedJson, readSecret } from '../../secrets';
import { secretsManagerOf } from '../../transport';

export const bootstrap: Operation = {
	value: 'bootstrap',
	name: 'Bootstrap',
	action: 'Bootstrap a service\'s secret',
	description: 'Show the keys a service has for an environment, and where ECS finds each of them, without a value',
	properties: [
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'candlefish',
			description: 'First part of the secret\'s name, which is prefix/environment/service; it may have slashes itself, or be empty',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'string',
			default: 'production',
			required: true,
		},
		{
			displayName: 'Service',
			name: 'service',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox-api',
		},
		{
			displayName: 'Required Keys',
			name: 'requiredKeys',
			type: 'string',
			default: '',
			placeholder: 'DATABASE_URL, SESSION_KEY',
			description: 'Keys that must be there, with commas between them: if one is missing or empty, this fails',
		},
	],
	async execute(context) {
		const prefix = textParameter(context, 'prefix');
		const environment = requiredText(context, 'environment', 'Environment');
		const service = requiredText(context, 'service', 'Service');
		const required = textParameter(context, 'requiredKeys').split(/[\s,]+/).filter(Boolean);
		const secretId = [prefix, environment, service]
			.map((part) => part.replace(/^\/+|\/+$/g, ''))
			.filter(Boolean)
			.join('/');
		const secrets = await secretsManagerOf(context);
		const reading = await readSecret(secrets, secretId);
		const members = requireKeys(reading.name, reading.value);
		requireAll(reading.name, members, required);
		const keysWith = (isWanted: (key: string, member: JsonMember) => boolean): string[] =>
			[...members].filter(([key, member]) => isWanted(key, member)).map(([key]) => key);
		const reference = (key: string) => secretReference(reading.arn, key, reading.versionId);
		return {
			environment,
			service,
			...maskedJson(reading, await digestOf(context)),
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
			'Add what is missing with Put Value, with Keep Other Keys on; null and an empty text are no value',
		);
	}
	for (const key of required) requireReference('', key, '');
}
