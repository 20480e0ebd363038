import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

/** The properties, shown only where other fields have these values. */
export function shownWhere(
	show: Readonly<Record<string, NodeParameterValue[]>>,
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...show, ...property.displayOptions?.show } },
	}));
}
