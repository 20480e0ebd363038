import { enteredAs, locatorProperty } from '../../shared/fields/locators';

const byId = (example: string) => enteredAs('id', 'By ID', example);

export const zoneField = locatorProperty({
	displayName: 'Zone',
	name: 'zone',
	search: 'searchZones',
	enter: [enteredAs('name', 'By Name', 'candlefish.ai'), byId('023e105f4ecef8ad9ca31a8372d0c353')],
});

export const recordField = locatorProperty({
	displayName: 'Record',
	name: 'record',
	search: 'searchRecords',
	enter: [byId('372e67954025e0ba6aaa6d586b9e0b59')],
});

export const accountField = locatorProperty({
	displayName: 'Account',
	name: 'account',
	description: 'The account whose load balancers these are',
	search: 'searchAccounts',
	enter: [byId('023e105f4ecef8ad9ca31a8372d0c353')],
});

export const poolField = locatorProperty({
	displayName: 'Pool',
	name: 'pool',
	search: 'searchPools',
	enter: [byId('17b5962d775c646f3f9725cbc7a53df4')],
});

export const originField = locatorProperty({
	displayName: 'Origin',
	name: 'origin',
	search: 'searchOrigins',
	enter: [enteredAs('name', 'By Name', 'primary')],
});
