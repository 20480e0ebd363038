import type { INodeProperties } from 'n8n-workflow';

// A trigger reads its parameters without an item, so its properties are plain: no field that reads itself.

type Details = Omit<INodeProperties, 'displayName' | 'name' | 'type' | 'default'>;

/** Text, empty at first. */
export function textProperty(displayName: string, name: string, details: Details): INodeProperties {
	return { displayName, name, ...emptyText, ...details };
}

const emptyText = { type: 'string', default: '' } as const;

/** A switch. */
export function switchProperty(displayName: string, name: string, isOn: boolean, details: Details): INodeProperties {
	return { ...off, displayName, name, default: isOn, ...details };
}

const off = { type: 'boolean', default: false } as const;

/** A collection such as Options, empty at first. */
export function collectionProperty(
	displayName: string,
	name: string,
	placeholder: string,
	options: INodeProperties[],
): INodeProperties {
	return { displayName, name, placeholder, options, ...emptyCollection };
}

const emptyCollection: Pick<INodeProperties, 'type' | 'default'> = { type: 'collection', default: {} };
