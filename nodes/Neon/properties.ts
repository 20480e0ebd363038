import type { INodeProperties } from 'n8n-workflow';

/** A boolean; its description starts with "Whether". */
export function switchProperty(
	displayName: string,
	name: string,
	initial: boolean,
	description: string,
): INodeProperties {
	return { ...booleanType, displayName, name, default: initial, description };
}

const booleanType = { type: 'boolean' } as const;

/** Name of something new. */
export function nameProperty(placeholder: string, description = 'Unique in the project'): INodeProperties {
	return {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder,
		description,
	};
}

/** Changes of an update, each to be added. */
export function changesProperty(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Changes',
		name: 'changes',
		type: 'collection',
		placeholder: 'Add Change',
		default: {},
		options,
	};
}

export function optionsProperty(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	};
}

/** A filter of a list, which Neon applies. */
export function nameContainsProperty(plural: string): INodeProperties {
	return {
		displayName: 'Name Contains',
		name: 'nameContains',
		type: 'string',
		default: '',
		description: `Only ${plural} whose name or ID holds this text`,
	};
}

/** The name under which what is overwritten lives on. */
export function preservedNameProperty(
	displayName: string,
	name: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: 'main_before_restore',
		description,
	};
}
