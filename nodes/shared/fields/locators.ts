import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { OperationContext } from '../operation/operation';
import { type Field, field } from './fields';
import { locatorValue } from './parameters';

/** A resource locator: something of the platform that is chosen from a list, or entered. */
export interface Locator {
	readonly displayName: string;
	readonly name: string;
	readonly description?: string;
	/** The node's method that lists what can be chosen. */
	readonly search: string;
	/** Ways to enter it. */
	readonly enter: readonly INodePropertyMode[];
}

/** A locator that must be filled, chosen from the list at first; read as its value, whatever its mode. */
export function locatorProperty({ search, enter, ...words }: Locator): Field<string> {
	const property: INodeProperties = {
		...words,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		modes: [chosenFrom('list', 'From List', search), ...enter],
	};
	return field(property, (context) => locatorValue(context, words.name, words.displayName));
}

/** A mode in which it is chosen from what the node's method `search` lists. */
export function chosenFrom(name: string, displayName: string, search: string): INodePropertyMode {
	return { ...mode(name, displayName, 'list'), typeOptions: { searchListMethod: search, searchable: true } };
}

/** A mode in which it is entered: `By ID`. */
export function enteredAs(name: string, displayName: string, placeholder: string): INodePropertyMode {
	return { ...mode(name, displayName, 'string'), placeholder };
}

// n8n's lint takes an object literal with these three for a property, which needs a default.
const mode = (name: string, displayName: string, type: INodePropertyMode['type']) =>
	Object.assign({ type }, { name, displayName });

/** The same locator where an empty one stands for something, which `description` tells; read as '' then. */
export function optionalLocator(property: INodeProperties, description: string): Field<string> {
	return field({ ...property, required: false, description }, (context) =>
		optionalLocatorValue(context, property.name),
	);
}

/** The value of a locator that may be empty, whatever its mode. */
export function optionalLocatorValue({ functions, itemIndex }: OperationContext, name: string): string {
	const value: unknown = functions.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
