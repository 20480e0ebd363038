import { isRecord } from '../../deployment/values/jsonFields';
import { type JsonRecord, readString } from '../../deployment/values/jsonRecords';
import type { RemoteCredential } from '../api/types';
import type { CredentialReport } from './pushReport';

/*
 * n8n publishes no step without its credential, and no workflow that calls one that is not published. Who does not use
 * a platform has no credential of it: then an empty one stands in its place, whose name says so.
 */

const mark = ' (not used)';

/** What such a credential holds wherever something must be. */
const nothing = 'not-used';

/** The name of the one that stands in for a role that is not used. */
export function unusedName(name: string): string {
	return `${name}${mark}`;
}

/** Whether a credential only stands in for one: a real one goes before it. */
export function isUnused({ name }: Pick<RemoteCredential, 'name'>): boolean {
	return name.endsWith(mark);
}

/**
 * Why a workflow cannot be published yet: n8n registers its trigger with a credential that nobody has filled in. For
 * the login of a page, everybody would know the password.
 */
export function triggersToFillIn(nodes: readonly JsonRecord[], credentials: readonly CredentialReport[]): string[] {
	const empty = credentials.filter(({ change }) => change === 'created' || change === 'toFillIn');
	return nodes.flatMap((node) => {
		const used = Object.values(recordAt(node, 'credentials')).map((value) => (isRecord(value) ? value.id : undefined));
		const missing = empty.filter(({ id }) => used.includes(id)).map(({ name }) => `"${name}"`);
		if (!isTrigger(node) || missing.length === 0) return [];
		return `its trigger needs the credential ${missing.join(' and ')}: fill that in, then run this again`;
	});
}

function isTrigger(node: JsonRecord): boolean {
	return node.disabled !== true && /(trigger|watch|\.webhook)$/i.test(readString(node, 'type') ?? '');
}

/** The least that n8n takes by the schema of a credential type: what is required, without a meaning. */
export function emptyData(schema: JsonRecord): JsonRecord {
	const properties = isRecord(schema.properties) ? schema.properties : {};
	const dataOf = (names: readonly string[]): JsonRecord =>
		Object.fromEntries(names.map((name) => [name, emptyValue(recordAt(properties, name))]));
	const data = dataOf(textsIn(schema.required));
	return { ...data, ...dataOf(requiredBy(schema, data)) };
}

/** What n8n asks for beside it: `allOf: [{ if: { properties: { way: { enum: ['key'] } } }, then: { allOf: [{ required }] } }]`. */
function requiredBy(schema: JsonRecord, data: JsonRecord): string[] {
	return recordsIn(schema.allOf).flatMap((condition) => {
		const chosen = Object.entries(recordAt(recordAt(condition, 'if'), 'properties'));
		const isMet = chosen.every(
			([name, value]) => isRecord(value) && Array.isArray(value.enum) && value.enum.includes(data[name]),
		);
		return isMet ? recordsIn(recordAt(condition, 'then').allOf).flatMap(({ required }) => textsIn(required)) : [];
	});
}

function emptyValue(property: JsonRecord): unknown {
	const [first] = Array.isArray(property.enum) ? property.enum : [];
	if (first !== undefined) return first;
	switch (readString(property, 'type')) {
		case 'number':
			return 0;
		case 'boolean':
			return false;
		case 'json':
		case 'object':
			return {};
		default:
			return nothing;
	}
}

function recordAt(record: JsonRecord, name: string): JsonRecord {
	const value = record[name];
	return isRecord(value) ? value : {};
}

function recordsIn(value: unknown): JsonRecord[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
