import type { INodeProperties } from 'n8n-workflow';

const example = 'candlefish-ai/paintbox';

/** Repository as a plain property, for the trigger as well: see `repositoryField`. */
export const repositoryProperty: INodeProperties = {
	displayName: 'Repository',
	name: 'repository',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRepositories', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: example },
		{ displayName: 'By URL', name: 'url', type: 'string', placeholder: `https://github.com/${example}` },
	],
};
