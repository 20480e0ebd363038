import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';

export const siteProperty: INodeProperties = {
	displayName: 'Site',
	name: 'site',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSites', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: '7a1e0001-5b0c-4c1f-9d00-000000000001',
		},
		{
			displayName: 'By Name, Domain or URL',
			name: 'name',
			type: 'string',
			placeholder: 'paintbox.candlefish.ai',
		},
	],
	description: 'The Netlify site',
};

export const deployProperty: INodeProperties = {
	displayName: 'Deploy',
	name: 'deploy',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDeploys', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: '65f1c0de7a1e0001d0000001',
		},
	],
	description: 'A deploy of that site',
};

/** The same, where an empty one stands for the deploy that is live. */
export const deployOrPublishedProperty: INodeProperties = {
	...deployProperty,
	required: false,
	description: 'A deploy of that site; leave it empty for the one that is live',
};

export function siteParameter(context: OperationContext): string {
	return locatorValue(context, 'site', 'Site');
}

export function deployParameter(context: OperationContext): string {
	return locatorValue(context, 'deploy', 'Deploy');
}

/** The deploy, or an empty text when none was chosen. */
export function optionalDeployParameter({ functions, itemIndex }: OperationContext): string {
	const value = functions.getNodeParameter('deploy', itemIndex, '', { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}
