import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { withMadePart } from './marked';

/** What of a node's description its page is made of. */
export interface DescribedNode {
	readonly name: string;
	readonly displayName: string;
	readonly properties: readonly INodeProperties[];
}

export interface ListedOperation {
	readonly resource: string;
	readonly operation: string;
	readonly description: string;
	/** What a saved workflow has for them. */
	readonly values: { readonly resource: string; readonly operation: string };
}

function isOption(option: unknown): option is INodePropertyOptions {
	return typeof option === 'object' && option !== null && 'value' in option;
}

function optionsOf(property: INodeProperties | undefined): INodePropertyOptions[] {
	return (property?.options ?? []).filter(isOption);
}

/** Every operation of a node as its menu has them, in the menu's order; none of a trigger, or of a node with one job. */
export function operationsOf({ properties }: DescribedNode): ListedOperation[] {
	const resources = optionsOf(properties.find(({ name }) => name === 'resource'));
	return resources.flatMap(({ name: resource, value }) => {
		const menus = properties.filter(
			({ name, displayOptions }) =>
				name === 'operation' && (displayOptions?.show?.resource ?? []).some((shown) => shown === value),
		);
		return menus.flatMap(optionsOf).map((option) => ({
			resource,
			operation: option.name,
			description: option.description ?? '',
			values: { resource: String(value), operation: String(option.value) },
		}));
	});
}

/** The operations as a table of Markdown. */
export function operationsTable(node: DescribedNode): string {
	let before = '';
	const lines = operationsOf(node).map(({ resource, operation, description }) => {
		const line = `| ${resource === before ? '' : resource} | ${operation} | ${description.replaceAll('|', '\\|')} |`;
		before = resource;
		return line;
	});
	return ['| resource | operation | what it does |', '|---|---|---|', ...lines].join('\n');
}

/** Every polling trigger has this field, and the loaded package shows it. */
const GIVEN_BY_N8N = 'pollTimes';

/** The fields of a trigger, or of a node without a menu, as a table of Markdown. */
export function fieldsTable({ properties }: DescribedNode): string {
	const lines = properties
		.filter(({ name, type }) => type !== 'notice' && type !== 'hidden' && name !== GIVEN_BY_N8N)
		.map(({ displayName, description }) => `| ${displayName} | ${(description ?? '').replaceAll('|', '\\|')} |`);
	return lines.length === 0
		? 'It has no fields of its own.'
		: ['| field | what it is for |', '|---|---|', ...lines].join('\n');
}

/** The page with the part between its marks made anew from the node. Raises when the page has no such marks. */
export function withOperations(page: string, node: DescribedNode): string {
	return withMadePart(
		page,
		operationsOf(node).length > 0 ? operationsTable(node) : fieldsTable(node),
		node.displayName,
	);
}
