import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What a field has beyond its names: a placeholder, a description, when it is shown. */
type FieldDetails = Omit<INodeProperties, 'displayName' | 'name' | 'type' | 'default'>;

const emptyText = { type: 'string', default: '' } as const;
const off = { type: 'boolean', default: false } as const;

/** A text field, empty at first. */
export function textField(displayName: string, name: string, details: FieldDetails = {}): INodeProperties {
	return { ...emptyText, displayName, name, ...details };
}

/** A switch, off at first. Its description starts with "Whether". */
export function switchField(displayName: string, name: string, description: string): INodeProperties {
	return { ...off, displayName, name, description };
}

/** One entry of a field's menu. */
export function option(name: string, value: string, description?: string): INodePropertyOptions {
	return { name, value, ...(description && { description }) };
}
