import { field, requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { appField } from '../../fields/locators';
import { applySecrets, applySecretsProperties } from './applySecrets';

const namesText = requiredTextField('Names', 'names', {
	placeholder: 'DATABASE_URL, API_KEY',
	description: 'Names of the secrets, separated by commas',
});

const namesField = field(namesText, (context) =>
	namesText
		.read(context)
		.split(/[\s,]+/)
		.filter(Boolean),
);

export const unset: Operation = {
	value: 'unset',
	name: 'Unset',
	action: 'Unset secrets',
	description: 'Remove secrets from an app; one that is already gone is skipped',
	properties: [appField, namesField, ...applySecretsProperties],
	async execute(context) {
		const app = appField.read(context);
		const names = namesField.read(context);
		return await applySecrets(context, app, Object.fromEntries(names.map((name) => [name, null])));
	},
};
