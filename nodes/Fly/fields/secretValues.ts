import type { INodeProperties } from 'n8n-workflow';

import { parseJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import { option, textField } from '../../shared/fields/fields';
import { collectionParameter, textParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

/** The secrets to set, as fields or as JSON; `readSecretValues` reads them. */
export const secretValuesProperties: readonly INodeProperties[] = [
	{
		displayName: 'Specify Secrets',
		name: 'specifySecrets',
		type: 'options',
		options: [option('Using Fields Below', 'fields'), option('Using JSON', 'json')],
		default: 'fields',
		description: 'How the secrets are given',
	},
	{
		displayName: 'Secrets',
		name: 'secrets',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Secret',
		default: {},
		displayOptions: { show: { specifySecrets: ['fields'] } },
		options: [
			{
				displayName: 'Secret',
				name: 'values',
				values: [
					textField('Name', 'name', { placeholder: 'DATABASE_URL' }),
					textField('Value', 'value', { typeOptions: { password: true } }),
				],
			},
		],
	},
	{
		displayName: 'Secrets',
		name: 'secretsJson',
		type: 'json',
		default: '{}',
		displayOptions: { show: { specifySecrets: ['json'] } },
		description: 'An object of names and strings',
	},
];

/** @throws ConfigurationError, which never holds a value. */
export function readSecretValues(context: OperationContext): Record<string, string> {
	return textParameter(context, 'specifySecrets') === 'json' ? fromJson(context) : fromFields(context);
}

function fromFields(context: OperationContext): Record<string, string> {
	const { values } = collectionParameter(context, 'secrets');
	const rows: unknown[] = Array.isArray(values) ? values : [];
	return asSecrets(rows.map((row) => (isRecord(row) ? [String(row.name ?? '').trim(), row.value] : ['', undefined])));
}

function fromJson(context: OperationContext): Record<string, string> {
	const given: unknown = context.functions.getNodeParameter('secretsJson', context.itemIndex, '{}');
	// What cannot be parsed is not repeated, nor is the parser's own reason, which may: it holds values.
	const parsed = typeof given === 'string' ? parseJson(given) : { ok: true as const, value: given };
	if (parsed.ok && isRecord(parsed.value)) return asSecrets(Object.entries(parsed.value));
	throw new ConfigurationError(
		'Secrets is not a JSON object',
		'Enter names and strings, such as { "DATABASE_URL": "..." }',
	);
}

function asSecrets(entries: ReadonlyArray<readonly unknown[]>): Record<string, string> {
	const secrets: Record<string, string> = {};
	for (const [name, value] of entries) {
		const key = String(name);
		if (Object.hasOwn(secrets, key)) {
			throw new ConfigurationError(`Secret "${key}" is given twice`, 'Leave one of them out');
		}
		if (typeof value !== 'string' || value === '') {
			throw new ConfigurationError(
				`The value of secret "${key}" is ${value === '' ? 'empty' : 'not a string'}`,
				'Enter a string, or use Unset to remove the secret',
			);
		}
		secrets[key] = value;
	}
	return secrets;
}
