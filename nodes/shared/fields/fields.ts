import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ConfigurationError } from '../operation/errors';
import type { OperationContext } from '../operation/operation';
import {
	collectionParameter,
	jsonParameter,
	namesParameter,
	numberParameter,
	requiredText,
	switchParameter,
	textParameter,
} from './parameters';

/**
 * A node's property that reads itself, so that its name and its label are written once. `read` is not
 * enumerable: n8n gets the property alone, and a copy of it (`{ ...field }`) is a plain property.
 */
export type Field<Value> = INodeProperties & {
	/** @throws ConfigurationError when what was entered cannot be used. */
	readonly read: (context: OperationContext) => Value;
};

/** What a field has beyond its names: a placeholder, a description, when it is shown. */
export type FieldDetails = Omit<INodeProperties, 'displayName' | 'name' | 'type' | 'default'>;

/** Text that stands in the field at first, where it is not empty. */
export type TextDetails = FieldDetails & { readonly default?: string };

/** Any property, with how it is read. */
export function field<Value>(property: INodeProperties, read: (context: OperationContext) => Value): Field<Value> {
	return Object.defineProperty({ ...property, read }, 'read', { value: read, enumerable: false });
}

const emptyText = { type: 'string', default: '' } as const;
const boolean = { type: 'boolean' } as const;

/** Text, empty at first unless told otherwise; read trimmed. */
export function textField(displayName: string, name: string, details: TextDetails = {}): Field<string> {
	return field({ ...emptyText, displayName, name, ...details }, (context) => textParameter(context, name));
}

/** Text that must be filled in; read trimmed. */
export function requiredTextField(displayName: string, name: string, details: TextDetails = {}): Field<string> {
	return field({ ...emptyText, displayName, name, required: true, ...details }, (context) =>
		requiredText(context, name, displayName),
	);
}

/** Names in one text field, parted by commas or spaces. */
export function namesField(displayName: string, name: string, details: TextDetails = {}): Field<string[]> {
	return field({ ...emptyText, displayName, name, ...details }, (context) => namesParameter(context, name));
}

/** A switch, off at first unless told otherwise. Its description starts with "Whether". */
export function switchField(displayName: string, name: string, description: string, initial = false): Field<boolean> {
	return field({ ...boolean, default: initial, displayName, name, description }, (context) =>
		switchParameter(context, name),
	);
}

/** A number, `initial` at first. The bounds are checked when it is read: an expression knows none. */
export function numberField(
	displayName: string,
	name: string,
	initial: number,
	bounds: { readonly minimum?: number; readonly maximum?: number },
	details: FieldDetails = {},
): Field<number> {
	const { minimum, maximum } = bounds;
	const typeOptions = {
		...(minimum !== undefined && { minValue: minimum }),
		...(maximum !== undefined && { maxValue: maximum }),
	};
	return field({ displayName, name, type: 'number', default: initial, typeOptions, ...details }, (context) =>
		numberParameter(context, name, displayName, bounds),
	);
}

/** One of several choices: the first at first, or `initial`, also where an expression gives nothing. */
export function choiceField<Value extends string>(
	displayName: string,
	name: string,
	choices: readonly [Choice<Value>, ...Array<Choice<Value>>],
	{ initial = choices[0].value, ...details }: FieldDetails & { readonly initial?: Value } = {},
): Field<Value> {
	return field(
		{ displayName, name, type: 'options', options: [...choices], default: initial, ...details },
		(context) => {
			const chosen = textParameter(context, name);
			if (chosen === '') return initial;
			const choice = choices.find(({ value }) => value === chosen);
			if (choice) return choice.value;
			throw new ConfigurationError(
				`${displayName} cannot be "${chosen}"`,
				`Use one of ${choices.map(({ value }) => value).join(', ')}`,
			);
		},
	);
}

export interface Choice<Value extends string> extends INodePropertyOptions {
	readonly value: Value;
}

/** JSON, entered as text or handed over by an expression as a value. */
export function jsonField(
	displayName: string,
	name: string,
	initial: string,
	details: FieldDetails = {},
): Field<unknown> {
	return field({ displayName, name, type: 'json', default: initial, ...details }, (context) =>
		jsonParameter(context, name, displayName),
	);
}

/** A collection such as Options, whose `options` are fields of their own; read as what was added. */
export function collectionField(
	displayName: string,
	name: string,
	placeholder: string,
	options: readonly INodeProperties[],
): Field<IDataObject> {
	return field({ displayName, name, type: 'collection', placeholder, default: {}, options: [...options] }, (context) =>
		collectionParameter(context, name),
	);
}

/** One entry of a field's menu. */
export function option<Value extends string>(name: string, value: Value, description?: string): Choice<Value> {
	return { name, value, ...(description && { description }) };
}
