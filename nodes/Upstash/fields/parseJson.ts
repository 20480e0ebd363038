import type { INodeProperties } from 'n8n-workflow';

export const parseJsonProperty: INodeProperties = {
	displayName: 'Parse JSON',
	name: 'parseJson',
	type: 'boolean',
	default: false,
	description: 'Whether to return text that is JSON as its value; other text stays as it is, and so does a number that a value could not give back exactly, such as 1.10 or a long ID',
};
