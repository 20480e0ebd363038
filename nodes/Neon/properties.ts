import type { INodeProperties } from 'n8n-workflow';

import { switchField, textField } from '../shared/fields/fields';

/** A boolean; its description starts with "Whether". */
export function switchProperty(
	displayName: string,
	name: string,
	initial: boolean,
	description: string,
): INodeProperties {
	return { ...switchField(displayName, name, description), default: initial };
}

/** Name of something new. */
export function nameProperty(placeholder: string, description = 'Unique in the project'): INodeProperties {
	return textField('Name', 'name', { required: true, placeholder, description });
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
	return textField('Name Contains', 'nameContains', {
		description: `Only ${plural} whose name or ID holds this text`,
	});
}

/** The name under which what is overwritten lives on. */
export function preservedNameProperty(
	displayName: string,
	name: string,
	description: string,
): INodeProperties {
	return textField(displayName, name, { placeholder: 'main_before_restore', description });
}
