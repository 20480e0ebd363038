import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { collectionParameter } from '../shared/parameters';

export const linksProperty: INodeProperties = {
	displayName: 'Links',
	name: 'links',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Link',
	default: {},
	options: [
		{
			displayName: 'Link',
			name: 'link',
			values: [
				{ displayName: 'Address', name: 'href', type: 'string', default: '' },
				{ displayName: 'Text', name: 'text', type: 'string', default: '' },
			],
		},
	],
	description: 'Where to look: the commit, the run, the site',
};

/** The links that have an address; an empty row, as from an expression that found nothing, is left out. */
export function linksParameter(context: OperationContext): IDataObject[] {
	const { link } = collectionParameter(context, 'links');
	if (!Array.isArray(link)) return [];
	return link.flatMap((row) => {
		if (typeof row !== 'object' || row === null || !('href' in row)) return [];
		const href = String(row.href ?? '').trim();
		if (href === '') return [];
		const text = 'text' in row ? String(row.text ?? '').trim() : '';
		return [{ href, ...(text && { text }) }];
	});
}
