import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { parseJson } from '../shared/parseJson';
import { keysOf } from './secretValue';

/** Value Format and its fields: what goes into a secret. */
export const valueProperties: readonly INodeProperties[] = [
	{
		displayName: 'Value Format',
		name: 'valueFormat',
		type: 'options',
		options: [
			{ name: 'JSON', value: 'json', description: 'A JSON object with keys' },
			{ name: 'Keys', value: 'keys', description: 'One field for each key' },
			{ name: 'Text', value: 'text', description: 'Plain text' },
		],
		default: 'keys',
		description: 'How the value is given. A value that comes from another node is in that node\'s execution record; one that is typed in here is in the workflow.',
	},
	{
		displayName: 'Keys',
		name: 'keys',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Key',
		default: {},
		options: [
			{
				displayName: 'Key',
				name: 'key',
				values: [
					{ displayName: 'Key', name: 'key', type: 'string', default: '', placeholder: 'DATABASE_URL' },
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						typeOptions: { password: true },
						default: '',
					},
				],
			},
		],
		displayOptions: { show: { valueFormat: ['keys'] } },
	},
	{
		displayName: 'JSON',
		name: 'json',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: '{"DATABASE_URL": "..."}',
		displayOptions: { show: { valueFormat: ['json'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: { show: { valueFormat: ['text'] } },
	},
];

export type GivenValue =
	| { readonly kind: 'keys'; readonly object: Readonly<Record<string, unknown>> }
	| { readonly kind: 'text'; readonly text: string };

/** @throws OperationFailure when it is empty or not what its format says; never with the value in it. */
export function givenValue({ functions, itemIndex }: OperationContext): GivenValue {
	const format: unknown = functions.getNodeParameter('valueFormat', itemIndex);
	if (format === 'text') {
		const text: unknown = functions.getNodeParameter('text', itemIndex, '');
		if (typeof text === 'string' && text !== '') return { kind: 'text', text };
		throw new OperationFailure('The text for the secret is empty', 'Fill in Text, or correct its expression');
	}
	if (format === 'json') {
		const given: unknown = functions.getNodeParameter('json', itemIndex, '');
		const parsed = typeof given === 'string' ? parseJson(given) : { ok: true as const, value: given };
		// Without the parser's own words: they quote the text around the fault.
		if (parsed.ok && isObject(parsed.value)) return { kind: 'keys', object: parsed.value };
		throw new OperationFailure(
			parsed.ok ? 'The JSON for the secret is not an object with keys' : 'The JSON for the secret cannot be read',
			'Give an object such as {"DATABASE_URL": "..."}',
		);
	}
	const rows: unknown = functions.getNodeParameter('keys.key', itemIndex, []);
	const object: Record<string, unknown> = {};
	for (const row of Array.isArray(rows) ? (rows as unknown[]) : []) {
		const key = isObject(row) ? String(row.key ?? '').trim() : '';
		if (key === '') {
			throw new OperationFailure('A key of the secret has no name', 'Name every key, or remove the entry');
		}
		object[key] = isObject(row) ? String(row.value ?? '') : '';
	}
	if (Object.keys(object).length === 0) {
		throw new OperationFailure('No keys were given for the secret', 'Add at least one key');
	}
	return { kind: 'keys', object };
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it is stored. */
export function storedText(value: GivenValue): string {
	return value.kind === 'text' ? value.text : JSON.stringify(value.object);
}

/** Which keys a new value adds, changes, keeps and takes away. */
export function compareKeys(
	before: ReadonlyMap<string, string>,
	after: Readonly<Record<string, unknown>>,
): { readonly added: string[]; readonly changed: string[]; readonly unchanged: string[]; readonly removed: string[] } {
	const next = keysOf(after);
	const names = [...next.keys()];
	return {
		added: names.filter((key) => !before.has(key)),
		changed: names.filter((key) => before.has(key) && before.get(key) !== next.get(key)),
		unchanged: names.filter((key) => before.has(key) && before.get(key) === next.get(key)),
		removed: [...before.keys()].filter((key) => !next.has(key)),
	};
}
