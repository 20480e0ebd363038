import type { INodeProperties } from 'n8n-workflow';

import { isRecord } from '../deployment/values/jsonFields';
import { parseJson } from '../deployment/values/json';
import { jsonMembers, type JsonMember, withJsonMembers } from '../deployment/values/jsonMembers';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import type { SecretValue } from '../shared/aws/secretValue';

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
	| {
			readonly kind: 'keys';
			readonly members: ReadonlyMap<string, JsonMember>;
			/** As it is stored when it takes the place of the whole secret. */
			readonly text: string;
			/** Whether the values' kinds were given: in JSON `"5432"` is another value than `5432`. */
			readonly isTyped: boolean;
	  }
	| { readonly kind: 'text'; readonly text: string };

/** @throws OperationFailure when it is empty or not what its format says; never with the value in it. */
export function givenValue(context: OperationContext): GivenValue {
	const { functions, itemIndex } = context;
	const format: unknown = functions.getNodeParameter('valueFormat', itemIndex);
	if (format === 'text') return givenText(functions.getNodeParameter('text', itemIndex, ''));
	if (format === 'json') return givenJson(functions.getNodeParameter('json', itemIndex, ''));
	return givenKeys(functions.getNodeParameter('keys.key', itemIndex, []));
}

function givenText(text: unknown): GivenValue {
	if (typeof text === 'string' && text !== '') return { kind: 'text', text };
	throw new OperationFailure('The text for the secret is empty', 'Fill in Text, or correct its expression');
}

function givenJson(given: unknown): GivenValue {
	const text = typeof given === 'string' ? given.replace(/^\uFEFF/, '').trim() : textOfObject(given);
	const members = jsonMembers(text);
	if (members) return { kind: 'keys', members, text, isTyped: true };
	// Without the parser's own words: they may quote the text around the fault.
	throw new OperationFailure(
		parseJson(text).ok ? 'The JSON for the secret is not an object with keys' : 'The JSON for the secret cannot be read',
		'Give an object such as {"DATABASE_URL": "..."}',
	);
}

/** What an expression gave as an object, whose numbers JavaScript has read already. */
function textOfObject(given: unknown): string {
	const inexact = isRecord(given) ? Object.keys(given).filter((key) => holdsInexactNumber(given[key])) : [];
	if (inexact.length === 0) return JSON.stringify(given) ?? '';
	throw new OperationFailure(
		`The JSON for the secret came as an object in which ${inexact.join(', ')} ${inexact.length === 1 ? 'holds a number' : 'hold numbers'} with more digits than JavaScript keeps, so the last ones may be wrong`,
		'Nothing was written. Hand the JSON over as text, or those values in quotes',
	);
}

function holdsInexactNumber(value: unknown): boolean {
	if (typeof value === 'number') return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsInexactNumber);
}

function givenKeys(rows: unknown): GivenValue {
	const members = new Map(
		(Array.isArray(rows) ? (rows as unknown[]) : []).map((row): [string, JsonMember] => {
			const key = isRecord(row) ? String(row.key ?? '').trim() : '';
			if (key === '') {
				throw new OperationFailure('A key of the secret has no name', 'Name every key, or remove the entry');
			}
			const text = textOfRow(key, isRecord(row) ? row.value : undefined);
			return [key, { type: 'string', text, json: JSON.stringify(text) }];
		}),
	);
	if (members.size === 0) {
		throw new OperationFailure('No keys were given for the secret', 'Add at least one key');
	}
	const text = `{${[...members].map(([key, { json }]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
	return { kind: 'keys', members, text, isTyped: false };
}

function textOfRow(key: string, value: unknown): string {
	if (holdsInexactNumber(value)) {
		throw new OperationFailure(
			`The value of ${key} came as a number with more digits than JavaScript keeps, so the last ones may be wrong`,
			'Nothing was written. Hand it over as text: put the expression\'s result in quotes at its source',
		);
	}
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What is stored: the given value, or with `keepOtherKeys` the old text with the given keys in it. */
export function storedText(value: GivenValue, before: SecretValue, keepOtherKeys: boolean): string {
	if (value.kind === 'text' || !keepOtherKeys || before.kind !== 'keys') return value.text;
	// What is the same keeps the text it has.
	const different = new Map([...value.members].filter(([key, member]) => !isSame(value, before.members.get(key), member)));
	return withJsonMembers(before.text === '' ? '{}' : before.text, different) ?? value.text;
}

export interface KeyChanges {
	readonly added: string[];
	readonly changed: string[];
	readonly unchanged: string[];
	readonly removed: string[];
}

/** Which keys a new value adds, changes, keeps and takes away. */
export function compareKeys(
	before: ReadonlyMap<string, JsonMember>,
	value: Extract<GivenValue, { kind: 'keys' }>,
	keepOtherKeys: boolean,
): KeyChanges {
	const { members } = value;
	const known = [...members].filter(([key]) => before.has(key));
	return {
		added: [...members.keys()].filter((key) => !before.has(key)),
		changed: known.filter(([key, member]) => !isSame(value, before.get(key), member)).map(([key]) => key),
		unchanged: [...before].filter(([key, member]) => {
			const given = members.get(key);
			return given === undefined ? keepOtherKeys : isSame(value, member, given);
		}).map(([key]) => key),
		removed: keepOtherKeys ? [] : [...before.keys()].filter((key) => !members.has(key)),
	};
}

/** The same text; and where kinds were given, the same kind of value, too. Null is not the empty text. */
function isSame(
	{ isTyped }: Extract<GivenValue, { kind: 'keys' }>,
	before: JsonMember | undefined,
	after: JsonMember,
): boolean {
	if (before === undefined) return false;
	return isTyped || before.type === 'null' ? before.json === after.json : before.text === after.text;
}
