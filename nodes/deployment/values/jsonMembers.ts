import { type Node, parseTree } from 'jsonc-parser';

import { parseJson } from './json';

/** One member of a JSON object, as it was written. */
export interface JsonMember {
	readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
	/**
	 * What a variable of this value holds: a string's content; a number with the digits it was written
	 * with; an object or a list as JSON without white space. Empty for null, which is no value.
	 */
	readonly text: string;
	/** The value as JSON without white space, numbers as they were written. */
	readonly json: string;
}

/**
 * The members of the JSON object that `text` is, in order; null when it is none. Of a key that stands
 * twice, the last one counts, as for every reader of JSON. A byte order mark is ignored.
 */
export function jsonMembers(text: string): Map<string, JsonMember> | null {
	const object = objectIn(text);
	return object && new Map(object.members.map(({ key, value }) => [key, memberOf(value, object.text)]));
}

/**
 * `text`, a JSON object, with these members set; all the rest stays byte for byte: order, white space,
 * numbers, escapes. A new member goes to the end, set off as the last one is. Null when it is no object.
 */
export function withJsonMembers(text: string, given: ReadonlyMap<string, { readonly json: string }>): string | null {
	const object = objectIn(text);
	if (!object) return null;
	const edits = object.members.flatMap(({ key, value }) => {
		const member = given.get(key);
		return member ? [{ offset: value.offset, end: value.offset + value.length, json: member.json }] : [];
	});
	const known = new Set(object.members.map(({ key }) => key));
	const added = [...given].filter(([key]) => !known.has(key));
	// From the end, so that the places of the others stay.
	const edited = edits.reduceRight(
		(whole, { offset, end, json }) => whole.slice(0, offset) + json + whole.slice(end),
		withAdded(object, added),
	);
	return text.slice(0, text.length - object.text.length) + edited;
}

interface ObjectText {
	/** Without a byte order mark. */
	readonly text: string;
	readonly root: Node;
	readonly members: ReadonlyArray<{ readonly key: string; readonly name: Node; readonly value: Node }>;
}

function objectIn(whole: string): ObjectText | null {
	const text = whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
	const parsed = parseJson(text);
	// The tree's parser forgives what is no JSON, and so is asked second.
	if (!parsed.ok || typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value))
		return null;
	const root = treeOf(text);
	if (!root) return null;
	const members = (root.children ?? []).flatMap(({ children: [name, value] = [] }) =>
		name && value ? [{ key: String(name.value), name, value }] : [],
	);
	return { text, root, members };
}

function treeOf(json: string): Node | undefined {
	try {
		return parseTree(json);
	} catch {
		// Nested more deeply than its parser's stack: such a text is kept, but has no keys.
		return undefined;
	}
}

function withAdded(
	{ text, root, members }: ObjectText,
	added: ReadonlyArray<readonly [string, { readonly json: string }]>,
): string {
	if (added.length === 0) return text;
	const last = members.at(-1);
	const end = last ? last.value.offset + last.value.length : root.offset + 1;
	const before = last ? (/\s*$/.exec(text.slice(0, last.name.offset))?.[0] ?? '') : '';
	const colon = last ? text.slice(last.name.offset + last.name.length, last.value.offset) : ':';
	const inserted = added.map(([key, { json }]) => `${before}${JSON.stringify(key)}${colon}${json}`).join(',');
	return `${text.slice(0, end)}${last ? ',' : ''}${inserted}${text.slice(end)}`;
}

function memberOf(node: Node, text: string): JsonMember {
	const json = compact(node, text);
	if (node.type === 'string') return { type: 'string', text: String(node.value), json };
	if (node.type === 'null') return { type: 'null', text: '', json };
	// A property is never a value.
	if (node.type === 'property') throw new TypeError('A JSON value cannot be a property');
	return { type: node.type, text: json, json };
}

function compact(node: Node, text: string): string {
	const children = node.children ?? [];
	switch (node.type) {
		case 'string':
			return JSON.stringify(node.value);
		case 'object':
			return `{${children.map((child) => compact(child, text)).join(',')}}`;
		case 'array':
			return `[${children.map((child) => compact(child, text)).join(',')}]`;
		case 'property':
			return children.map((child) => compact(child, text)).join(':');
		case 'number':
		case 'boolean':
		case 'null':
			return text.slice(node.offset, node.offset + node.length);
		default:
			return unreachable(node.type);
	}
}

function unreachable(type: never): never {
	throw new TypeError(`Not a kind of JSON value: ${String(type)}`);
}
