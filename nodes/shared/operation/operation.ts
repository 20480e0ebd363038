import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { resultFieldProperty } from './resultField';

/** What an operation is handed: one item of one node's run. */
export interface OperationContext {
	readonly functions: IExecuteFunctions;
	readonly itemIndex: number;
}

/** An operation's entry in the menu and its fields. */
export interface OperationEntry {
	readonly value: string;
	readonly name: string;
	/** In the node panel: "Roll back a site". */
	readonly action: string;
	readonly description: string;
	/** Without display options for resource and operation: they are derived. */
	readonly properties: readonly INodeProperties[];
}

/** One operation: its entry in the menu, its fields and what it does. The file that holds it is the only place that names it. */
export interface Operation extends OperationEntry {
	/** How many items it works on side by side; one, unless told. Only for what changes nothing. */
	readonly itemsAtOnce?: number;
	/** One output item for an object or files, one for each element of an array, none for `noItem`. */
	readonly execute: (context: OperationContext) => Promise<OperationResult>;
}

/** An operation on all items of a run together, such as one that works on them side by side. */
export interface JointOperation extends OperationEntry {
	readonly executeAll: (functions: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

/** The end of an item's way: it goes no further, also with *Put Result in Field*, where an empty list is a result. */
export const noItem = Symbol('no item');

/** A result with files: they are the item's own, also with *Put Result in Field*, beside those that came in. */
export class ResultWithFiles {
	constructor(
		readonly json: IDataObject,
		readonly binary: IBinaryKeyData,
	) {}
}

export type OperationResult = IDataObject | IDataObject[] | ResultWithFiles | typeof noItem;

export interface Resource<Entry extends OperationEntry = Operation> {
	readonly value: string;
	readonly name: string;
	readonly description?: string;
	/** In the order of the menu, the most used first: n8n preselects the first. */
	readonly operations: readonly Entry[];
}

/** The Resource and Operation menus and every operation's fields, in order, from the resources' own lists. */
export function propertiesOf(resources: readonly Resource<OperationEntry>[]): INodeProperties[] {
	return [
		withOptions(
			resourceMenu,
			resources.map(({ value, name, description }) => ({
				value,
				name,
				...(description && { description }),
			})),
		),
		...resources.flatMap((resource) => [
			{
				...withOptions(
					operationMenu,
					resource.operations.map(({ value, name, action, description }) => ({
						value,
						name,
						action,
						description,
					})),
				),
				displayOptions: { show: { resource: [resource.value] } },
			},
			...resource.operations.flatMap((operation) =>
				operation.properties.map((property) => shownFor(resource, operation, property)),
			),
		]),
		resultFieldProperty,
	];
}

const resourceMenu: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: '',
};

const operationMenu: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

/** The first option is the one n8n preselects. */
function withOptions(menu: INodeProperties, options: INodePropertyOptions[]): INodeProperties {
	return { ...menu, options, default: options[0]?.value ?? '' };
}

function shownFor(
	resource: Resource<OperationEntry>,
	operation: OperationEntry,
	property: INodeProperties,
): INodeProperties {
	return {
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				resource: [resource.value],
				operation: [operation.value],
				...property.displayOptions?.show,
			},
		},
	};
}
