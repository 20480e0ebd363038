import { field, type Field } from '../../shared/fields/fields';
import { chosenFrom, enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';
import { locatorValue } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';

const app = locatorProperty({
	displayName: 'App',
	name: 'app',
	description: 'The Fly.io app',
	search: 'searchApps',
	enter: [enteredAs('name', 'By Name', 'paintbox-api')],
});

/** Read as the app's name; an address of the app is reduced to that. */
export const appField: Field<string> = field(app, (context) => requireAppName(app.read(context)));

/** The name of an app, also out of an address of it. @throws ConfigurationError for what cannot be one. */
export function requireAppName(entered: string): string {
	const name = entered
		.replace(/^https?:\/\/(?:fly\.io\/apps\/)?/i, '')
		.replace(/[/?#].*$/, '')
		.replace(/\.fly\.dev$/i, '')
		.toLowerCase();
	if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
	throw new ConfigurationError(
		`"${entered}" is not a valid name for a Fly.io app`,
		'Choose the app from the list, or enter its name as in fly.toml: lowercase letters, digits and hyphens',
	);
}

const machine = locatorProperty({
	displayName: 'Machine',
	name: 'machine',
	description: 'A machine of that app',
	search: 'searchMachines',
	enter: [enteredAs('id', 'By ID', '1857156b526dd8')],
});

export const machineField: Field<string> = field(machine, (context) => {
	const entered = machine.read(context);
	if (/^[0-9a-z]+$/.test(entered)) return entered;
	throw new ConfigurationError(
		`"${entered}" is not a valid ID for a Fly.io machine`,
		'Choose the machine from the list, or enter its ID as "fly machine list" shows it',
	);
});

/** An empty one stands for what `description` says. */
export function releaseField(description: string): Field<string> {
	const release = locatorProperty({
		displayName: 'Release',
		name: 'release',
		search: 'searchReleases',
		enter: [enteredAs('id', 'By Version or ID', 'v12')],
	});
	return optionalLocator(release, description);
}

/** Entered first: a new image is in no list. */
export const imageField: Field<string> = field(
	{
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
	},
	(context) => locatorValue(context, 'image', 'Image'),
);
