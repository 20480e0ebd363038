import { enteredAs, locatorProperty } from '../../shared/fields/locators';

export const siteField = locatorProperty({
	displayName: 'Site',
	name: 'site',
	description: 'The Netlify site',
	search: 'searchSites',
	enter: [
		enteredAs('id', 'By ID', '7a1e0001-5b0c-4c1f-9d00-000000000001'),
		enteredAs('name', 'By Name, Domain or URL', 'paintbox.candlefish.ai'),
	],
});
