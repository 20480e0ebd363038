import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';

export const appProperty: INodeProperties = {
	displayName: 'App',
	name: 'app',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchApps', searchable: true },
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'paintbox-api' },
	],
	description: 'The Fly.io app',
};

export const machineProperty: INodeProperties = {
	displayName: 'Machine',
	name: 'machine',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchMachines', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: '1857156b526dd8' },
	],
	description: 'A machine of that app',
};

/** `required` is off where an empty one stands for something. */
export const releaseProperty: INodeProperties = {
	displayName: 'Release',
	name: 'release',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchReleases', searchable: true },
		},
		{ displayName: 'By Version or ID', name: 'id', type: 'string', placeholder: 'v12' },
	],
	description: 'A release of that app',
};

export const imageProperty: INodeProperties = {
	displayName: 'Image',
	name: 'image',
	type: 'resourceLocator',
	default: { mode: 'name', value: '' },
	required: true,
	modes: [
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'registry.fly.io/paintbox-api:4f1c2d3',
		},
		{
			displayName: 'From Past Releases',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchImages', searchable: true },
		},
	],
	description: 'The image with its tag or digest; it must be in its registry already',
};

/** An app's name; an address of it is reduced to that. @throws OperationFailure when it is none. */
export function appParameter(context: OperationContext): string {
	const entered = locatorValue(context, 'app', 'App');
	const name = entered
		.replace(/^https?:\/\/(?:fly\.io\/apps\/)?/i, '')
		.replace(/[/?#].*$/, '')
		.replace(/\.fly\.dev$/i, '')
		.toLowerCase();
	if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
	throw new OperationFailure(
		`"${entered}" is not the name of a Fly.io app`,
		'Choose the app from the list, or give its name as in fly.toml: small letters, digits and hyphens',
	);
}

export function machineParameter(context: OperationContext): string {
	const entered = locatorValue(context, 'machine', 'Machine');
	if (/^[0-9a-z]+$/.test(entered)) return entered;
	throw new OperationFailure(
		`"${entered}" is not the ID of a Fly.io machine`,
		'Choose the machine from the list, or give its ID as "fly machine list" shows it',
	);
}

/** Empty when none was chosen. */
export function optionalReleaseParameter({ functions, itemIndex }: OperationContext): string {
	const value: unknown = functions.getNodeParameter('release', itemIndex, '', { extractValue: true });
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
