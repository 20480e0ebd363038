import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { requiredText, textParameter } from '../../../shared/parameters';
import { digestOf } from '../../digest';
import { maskedJson, readSecret } from '../../secrets';
import { requireKeys } from '../../secretValue';
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
		const keys = requireKeys(reading.name, reading.value);
		const missing = required.filter((key) => (keys.get(key) ?? '') === '');
		if (missing.length > 0) {
			throw new OperationFailure(
				`Secret ${reading.name} lacks ${missing.length === 1 ? 'the key' : 'the keys'} ${missing.join(', ')}`,
				'Add what is missing with Put Value, with Keep Other Keys on',
			);
		}
		return {
			environment,
			service,
			...maskedJson(reading, await digestOf(context)),
			// Pinned to this version: a roll back of the task definition brings the old values back.
			valueFrom: Object.fromEntries(
				[...keys.keys()].map((key) => [key, `${reading.arn}:${key}::${reading.versionId}`]),
			),
		};
	},
};
