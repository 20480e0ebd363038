import type { INodeProperties } from 'n8n-workflow';

export const descriptionProperty: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'In one line. GitHub takes 140 characters and no emoji: the rest is cut, and emoji are replaced.',
};
