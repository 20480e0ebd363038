import { invalidParameter } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { readInteger, readObjects, readText } from '../../protocol/jsonInput';
import type { Page } from '../../protocol/paging';
import { pageOf } from '../../protocol/paging';
import type { Tag } from '../model/model';

/** A page by `maxResults` (1 to `maximum`, `standard` unless told) and `nextToken`. Raises InvalidParameterException. */
export function readPage<Item>(
	items: readonly Item[],
	input: JsonObject,
	maximum = 100,
	standard = maximum,
): Page<Item> {
	const pageSize = readInteger(input, 'maxResults') ?? standard;
	if (pageSize < 1 || pageSize > maximum) {
		throw invalidParameter(`maxResults must be from 1 to ${maximum}.`);
	}
	return pageOf(items, pageSize, readText(input, 'nextToken'), () => invalidParameter('Invalid token.'));
}

export function readTags(input: JsonObject): Tag[] {
	return readObjects(input, 'tags').map((tag) => ({
		key: readText(tag, 'key') ?? '',
		value: readText(tag, 'value') ?? '',
	}));
}

export function mergeTags(existing: readonly Tag[], added: readonly Tag[]): Tag[] {
	return [...new Map([...existing, ...added].map((tag) => [tag.key, tag])).values()];
}

/** A member that must be there. Raises InvalidParameterException. */
export function requireText(input: JsonObject, name: string): string {
	const value = readText(input, name);
	if (value === undefined || value === '') {
		throw invalidParameter(`${name.charAt(0).toUpperCase()}${name.slice(1)} cannot be blank.`);
	}
	return value;
}

export const missing = (arn: string): JsonObject => ({ arn, reason: 'MISSING' });

export const wantsTags = (input: JsonObject): boolean => {
	const { include } = input;
	return Array.isArray(include) && include.includes('TAGS');
};
