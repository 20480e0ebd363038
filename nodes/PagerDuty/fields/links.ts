import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { collectionParameter } from '../../shared/fields/parameters';
import type { Adjustments } from '../state/adjustments';
import { maxTextLength } from './payload';

/** Longer addresses than browsers open, and more links than a person follows. */
const maxAddressLength = 2048;
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
	description: 'Where to look: the commit, the run, the site. What is not an address is left out.',
};

/** A web address as PagerDuty takes it; undefined for what is none. */
export function webAddress(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!/^https?:\/\/[^\s]+$/i.test(text) || !URL.canParse(text)) return undefined;
	// As the standard writes it: spaces and letters outside ASCII encoded, no half characters.
	const { href } = new URL(text);
	return href.length <= maxAddressLength ? href : undefined;
}

/** The links that have an address; an empty row, as from an expression that found nothing, is left out. */
export function linksParameter(context: OperationContext, adjustments: Adjustments): IDataObject[] {
	const { link } = collectionParameter(context, 'links');
	const rows: unknown[] = Array.isArray(link) ? link : link === undefined ? [] : [link];
	const links = rows.flatMap((row) => {
		if (typeof row !== 'object' || row === null || !('href' in row)) return [];
		const text = 'text' in row && typeof row.text !== 'object' ? String(row.text ?? '').trim() : '';
		if (row.href === undefined || row.href === null || row.href === '') return [];
		const href = webAddress(row.href);
		if (href === undefined) {
			if (String(row.href).trim() !== '') adjustments.note(`The link${text && ` "${adjustments.cut(text, 60, 'A link\'s text')}"`} was left out: it is not a web address`);
			return [];
		}
		return [{ href, ...(text && { text: adjustments.cut(text, maxTextLength, 'A link\'s text') }) }];
	});
	if (links.length > maxLinks) adjustments.note(`${links.length - maxLinks} of ${links.length} links were left out`);
	return links.slice(0, maxLinks);
}
