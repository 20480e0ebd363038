import { parseJson } from '../../deployment/values/json';
import { isRecord } from '../../deployment/values/jsonFields';
import { jsonMembers, type JsonMember } from '../../deployment/values/jsonMembers';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { GivenValue } from '../state/givenValue';
import { valueFormat } from './valueFields';

/** @throws ConfigurationError when it is empty or not what its format says; never with the value in it. */
export function readGivenValue(context: OperationContext): GivenValue {
	const { functions, itemIndex } = context;
	const format = valueFormat.read(context);
	if (format === 'text') return givenText(functions.getNodeParameter('text', itemIndex, ''));
	if (format === 'json') return givenJson(functions.getNodeParameter('json', itemIndex, ''));
	return givenKeys(functions.getNodeParameter('keys.key', itemIndex, []));
}

function givenText(text: unknown): GivenValue {
	if (typeof text === 'string' && text !== '') return { kind: 'text', text };
	throw new ConfigurationError('The text for the secret is empty', 'Fill in Text, or correct its expression');
}

function givenJson(given: unknown): GivenValue {
	const text = typeof given === 'string' ? given.replace(/^\uFEFF/, '').trim() : textOfObject(given);
	const members = jsonMembers(text);
	if (members) return { kind: 'keys', members, text, isTyped: true };
	// Without the parser's own words: they may quote the text around the fault.
	throw new ConfigurationError(
		parseJson(text).ok
			? 'The JSON for the secret is not an object with keys'
			: 'The JSON for the secret cannot be read',
		'Give an object such as {"DATABASE_URL": "..."}',
	);
}

/** What an expression gave as an object, whose numbers JavaScript has read already. */
function textOfObject(given: unknown): string {
	const inexact = isRecord(given) ? Object.keys(given).filter((key) => holdsInexactNumber(given[key])) : [];
	if (inexact.length === 0) return JSON.stringify(given) ?? '';
	throw new ConfigurationError(
		`The JSON for the secret came as an object in which ${inexact.join(', ')} ${inexact.length === 1 ? 'holds a number' : 'hold numbers'} with more digits than JavaScript keeps, so the last ones may be wrong`,
		'Nothing was written. Hand the JSON over as a string, or put those values in quotes',
	);
}

function holdsInexactNumber(value: unknown): boolean {
	if (typeof value === 'number')
		return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsInexactNumber);
}

function givenKeys(rows: unknown): GivenValue {
	const members = new Map(
		(Array.isArray(rows) ? (rows as unknown[]) : []).map((row): [string, JsonMember] => {
			const key = isRecord(row) ? String(row.key ?? '').trim() : '';
			if (key === '') {
				throw new ConfigurationError('A key of the secret has no name', 'Name every key, or remove the entry');
			}
			const text = textOfRow(key, isRecord(row) ? row.value : undefined);
			return [key, { type: 'string', text, json: JSON.stringify(text) }];
		}),
	);
	if (members.size === 0) {
		throw new ConfigurationError('No keys were given for the secret', 'Add at least one key');
	}
	const text = `{${[...members].map(([key, { json }]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
	return { kind: 'keys', members, text, isTyped: false };
}

function textOfRow(key: string, value: unknown): string {
	if (holdsInexactNumber(value)) {
		throw new ConfigurationError(
			`The value of ${key} came as a number with more digits than JavaScript keeps, so the last ones may be wrong`,
			'Nothing was written. Hand it over as a string: put the value in quotes at its source',
		);
	}
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
