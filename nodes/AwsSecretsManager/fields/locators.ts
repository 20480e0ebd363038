import { enteredAs, locatorProperty } from '../../shared/fields/locators';

export const secretField = locatorProperty({
	displayName: 'Secret',
	name: 'secret',
	description: 'The secret in AWS Secrets Manager',
	search: 'searchSecrets',
	enter: [enteredAs('name', 'By Name or ARN', 'candlefish/production/paintbox-api')],
});
