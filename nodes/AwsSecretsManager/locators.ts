import { enteredAs, locatorProperty } from '../shared/fields/locators';
import type { OperationContext } from '../shared/operation/operation';
import { locatorValue } from '../shared/fields/parameters';

export const secretProperty = locatorProperty({
	displayName: 'Secret',
	name: 'secret',
	description: 'The secret in AWS Secrets Manager',
	search: 'searchSecrets',
	enter: [enteredAs('name', 'By Name or ARN', 'candlefish/production/paintbox-api')],
});

export function secretParameter(context: OperationContext): string {
	return locatorValue(context, 'secret', 'Secret');
}
