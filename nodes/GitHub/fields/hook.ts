import type { INodeProperties } from 'n8n-workflow';

import { choiceField, field, option, requiredTextField } from '../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../shared/fields/locators';
import { path } from '../../shared/http/path';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { repositoryField } from './repository';

const ownerField = choiceField('Webhook Of', 'hookOwner', [
	option('Repository', 'repository'),
	option('Organization', 'organization'),
]);

const organizationField = requiredTextField('Organization', 'organization', {
	placeholder: 'candlefish-ai',
	displayOptions: { show: { hookOwner: ['organization'] } },
});

const hookLocator = locatorProperty({
	displayName: 'Webhook',
	name: 'hook',
	search: 'searchHooks',
	enter: [enteredAs('id', 'By ID', '12345678')],
});

const hookField = field(hookLocator, (context) => {
	const hook = hookLocator.read(context);
	if (/^\d+$/.test(hook)) return hook;
	throw new ConfigurationError(`Webhook must be an ID: ${hook}`, 'Choose the webhook from the list');
});

export const hookProperties: readonly INodeProperties[] = [
	ownerField,
	{ ...repositoryField, displayOptions: { show: { hookOwner: ['repository'] } } },
	organizationField,
	hookField,
];

/** Path of the chosen hook's deliveries in the REST API. */
export function readDeliveriesPath(context: OperationContext): string {
	const hook = hookField.read(context);
	const ownerPath =
		ownerField.read(context) === 'organization'
			? path`/orgs/${organizationField.read(context)}`
			: repositoryField.read(context).apiPath;
	return `${ownerPath}${path`/hooks/${hook}/deliveries`}`;
}
