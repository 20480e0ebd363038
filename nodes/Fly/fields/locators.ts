import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import {
	chosenFrom,
	enteredAs,
	locatorProperty,
	optionalLocator,
	optionalLocatorValue,
} from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';
import { locatorValue } from '../../shared/fields/parameters';

export const appProperty = locatorProperty({
	displayName: 'App',
	name: 'app',
	description: 'The Fly.io app',
	search: 'searchApps',
	enter: [enteredAs('name', 'By Name', 'paintbox-api')],
});

export const machineProperty = locatorProperty({
	displayName: 'Machine',
	name: 'machine',
	description: 'A machine of that app',
	search: 'searchMachines',
	enter: [enteredAs('id', 'By ID', '1857156b526dd8')],
});

/** An empty one stands for what `description` says. */
export const releaseProperty = (description: string) =>
	optionalLocator(
		locatorProperty({
			displayName: 'Release',
			name: 'release',
			description,
			search: 'searchReleases',
			enter: [enteredAs('id', 'By Version or ID', 'v12')],
		}),
		description,
	);

/** Entered first: a new image is in no list. */
export const imageProperty: INodeProperties = {
	displayName: 'Image',
	name: 'image',
	type: 'resourceLocator',
	default: { mode: 'name', value: '' },
	required: true,
	modes: [
		enteredAs('name', 'By Name', 'registry.fly.io/paintbox-api:4f1c2d3'),
		chosenFrom('list', 'From Past Releases', 'searchImages'),
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
export function optionalReleaseParameter(context: OperationContext): string {
	return optionalLocatorValue(context, 'release');
}
