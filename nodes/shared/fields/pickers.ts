import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** What is chosen in another field, for a picker that lists what belongs to it; null when nothing is. */
export function chosenInPicker(functions: ILoadOptionsFunctions, name: string): string | null {
	const chosen: unknown = functions.getNodeParameter(name, '', { extractValue: true });
	return typeof chosen === 'string' && chosen.trim() !== '' ? chosen.trim() : null;
}

/** The entries of a picker that hold the text searched for, in their name or value. */
export function matching(filter: string | undefined, items: readonly INodeListSearchItems[]): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: items.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
	};
}
