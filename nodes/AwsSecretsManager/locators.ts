import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { locatorValue } from '../shared/parameters';

export const secretProperty: INodeProperties = {
	displayName: 'Secret',
	name: 'secret',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSecrets', searchable: true },
		},
		{
			displayName: 'By Name or ARN',
			name: 'name',
			type: 'string',
			placeholder: 'candlefish/production/paintbox-api',
		},
	],
	description: 'The secret in AWS Secrets Manager',
};

export function secretParameter(context: OperationContext): string {
	return locatorValue(context, 'secret', 'Secret');
}
