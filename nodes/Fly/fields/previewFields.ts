import { field, requiredTextField, textField, type Field } from '../../shared/fields/fields';
import { enteredAs, locatorProperty, optionalLocator } from '../../shared/fields/locators';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { FlyClient } from '../api/client';
import { requireAppName } from './locators';

/** As long as a part of a host name may be. */
const longestAppName = 63;

const newName = requiredTextField('Name', 'appName', {
	placeholder: 'paintbox-api-pr-7-k3f9',
	description: 'Name of the app, which is unique in all of Fly.io: lowercase letters, digits and hyphens',
});

export const newNameField: Field<string> = field(newName, (context) => {
	const name = requireAppName(newName.read(context));
	if (name.length <= longestAppName) return name;
	throw new ConfigurationError(
		`"${name}" is too long for a Fly.io app: ${name.length} characters`,
		`Use at most ${longestAppName}`,
	);
});

export const organizationField = textField('Organization', 'organization', {
	placeholder: 'candlefish-previews',
	description: 'Slug of the organization that the app is in; leave it empty for that of the credential',
});

/** The slug of the organization that is meant. */
export async function readOrganization(context: OperationContext, client: FlyClient): Promise<string> {
	const entered = organizationField.read(context);
	return entered === '' ? await client.organization() : entered;
}

/** The app whose machine an app without machines gets a copy of; '' for none. */
export function sourceAppField(description: string): Field<string> {
	const chosen = optionalLocator(
		locatorProperty({
			displayName: 'Machines From App',
			name: 'sourceApp',
			search: 'searchApps',
			enter: [enteredAs('name', 'By Name', 'paintbox-api')],
		}),
		description,
	);
	return field(chosen, (context) => {
		const entered = chosen.read(context);
		return entered === '' ? '' : requireAppName(entered);
	});
}
