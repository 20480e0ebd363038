import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import type { OperationContext } from '../../shared/operation/operation';
import { locatorValue, requiredText, textParameter } from '../../shared/fields/parameters';
import { path } from '../../shared/http/path';
import { repositoryParameter, repositoryProperty } from './repository';

export const hookProperties: INodeProperties[] = [
	{
		displayName: 'Webhook Of',
		name: 'hookOwner',
		type: 'options',
		options: [
			{ name: 'Organization', value: 'organization' },
			{ name: 'Repository', value: 'repository' },
		],
		default: 'repository',
	},
	{ ...repositoryProperty, displayOptions: { show: { hookOwner: ['repository'] } } },
	{
		displayName: 'Organization',
		name: 'organization',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'candlefish-ai',
		displayOptions: { show: { hookOwner: ['organization'] } },
	},
	locatorProperty({
		displayName: 'Webhook',
		name: 'hook',
		search: 'searchHooks',
		enter: [enteredAs('id', 'By ID', '12345678')],
	}),
];

/** Path of the chosen hook's deliveries in the REST API. */
export function deliveriesPath(context: OperationContext): string {
	const hook = locatorValue(context, 'hook', 'Webhook');
	if (!/^\d+$/.test(hook)) {
		throw new OperationFailure(`Webhook is not an id: ${hook}`, 'Choose the webhook from the list');
	}
	const ownerPath =
		textParameter(context, 'hookOwner') === 'organization'
			? path`/orgs/${requiredText(context, 'organization', 'Organization')}`
			: repositoryParameter(context).apiPath;
	return `${ownerPath}${path`/hooks/${hook}/deliveries`}`;
}
