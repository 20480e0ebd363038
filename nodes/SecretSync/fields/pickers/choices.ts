import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { isRecord, textAt } from '../../../deployment/values/jsonFields';
import { matching } from '../../../shared/fields/pickers';

export const pageSize = 100;
/** Pages that a search goes through for its first match, before the person is asked to scroll on. */
const mostPages = 10;

export function choicesOf(
	elements: readonly unknown[],
	nameField: string,
	valueField: string = nameField,
): INodeListSearchItems[] {
	return elements.filter(isRecord).flatMap((element) => {
		const value = textAt(element, valueField);
		const name = textAt(element, nameField) ?? value;
		return value === null || name === null ? [] : [{ name, value }];
	});
}

export interface ChoicePage {
	readonly choices: readonly INodeListSearchItems[];
	readonly next: string | undefined;
}

/**
 * The next page that has a match, for a platform that does not search by itself: an empty page would
 * look like the end of the list.
 */
export async function pageWithMatches(
	filter: string | undefined,
	token: string | undefined,
	read: (token: string | undefined) => Promise<ChoicePage>,
): Promise<INodeListSearchResult> {
	let next = token;
	for (let pages = 1; ; pages++) {
		const page = await read(next);
		const { results } = matching(filter, page.choices);
		next = page.next;
		if (results.length > 0 || next === undefined || pages === mostPages) {
			return { results, ...(next !== undefined && { paginationToken: next }) };
		}
	}
}

/** Pages by number, of `pageSize` each. */
export function numberedPages(
	list: (query: { page: number; per_page: number }) => Promise<readonly unknown[]>,
	fields: readonly [name: string, value: string],
): (token: string | undefined) => Promise<ChoicePage> {
	return async (token) => {
		const page = Number(token ?? 1);
		const elements = await list({ page, per_page: pageSize });
		return {
			choices: choicesOf(elements, ...fields),
			next: elements.length === pageSize ? String(page + 1) : undefined,
		};
	};
}
