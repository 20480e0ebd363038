import { enteredAs, locatorProperty } from '../../shared/fields/locators';

export const buildHookField = locatorProperty({
	displayName: 'Build Hook',
	name: 'buildHook',
	description: 'A build hook of that site',
	search: 'searchBuildHooks',
	enter: [enteredAs('name', 'By Title, Fingerprint or ID', 'Content changed')],
});
