import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../../shared/fields/pickers';

/** What matches on one page, and where the next page begins. */
export function pageOf(
	filter: string | undefined,
	choices: readonly INodeListSearchItems[],
	nextToken: string | undefined,
): INodeListSearchResult {
	return { ...matching(filter, choices), ...(nextToken && { paginationToken: nextToken }) };
}

/** Choices that are called what they are. */
export function byName(names: readonly string[] = []): INodeListSearchItems[] {
	return names.map((name) => ({ name, value: name }));
}
