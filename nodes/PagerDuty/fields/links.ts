import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collectionParameter } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';
import type { Adjustments } from '../state/adjustments';
import { maxTextLength } from '../state/limits';
import { webAddress } from '../state/webAddress';

/** More links than a person follows. */
const maxLinks = 20;

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
	description: 'Where to look: the commit, the run, the site. A link without a web address is left out.',
};

/** The links that have an address; an empty row, as from an expression that found nothing, is left out. */
export function linksParameter(context: OperationContext, adjustments: Adjustments): IDataObject[] {
	const { link } = collectionParameter(context, 'links');
	const rows: unknown[] = Array.isArray(link) ? link : link === undefined ? [] : [link];
	const links = rows.flatMap((row) => linkOf(row, adjustments));
	if (links.length > maxLinks) adjustments.note(`${links.length - maxLinks} of ${links.length} links were left out`);
	return links.slice(0, maxLinks);
}

function linkOf(row: unknown, adjustments: Adjustments): IDataObject[] {
	if (typeof row !== 'object' || row === null || !('href' in row)) return [];
	if (row.href === undefined || row.href === null || String(row.href).trim() === '') return [];
	const text = 'text' in row && typeof row.text !== 'object' ? String(row.text ?? '').trim() : '';
	const href = webAddress(row.href);
	if (href !== undefined)
		return [{ href, ...(text && { text: adjustments.cut(text, maxTextLength, "A link's text") }) }];
	adjustments.note(
		`The link${text && ` "${adjustments.cut(text, 60, "A link's text")}"`} was left out: it is not a web address`,
	);
	return [];
}
