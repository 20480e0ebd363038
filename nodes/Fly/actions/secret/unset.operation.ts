import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import { applySecrets, applySecretsProperties } from './applySecrets';
import { appParameter, appProperty } from '../../fields/locators';

export const unset: Operation = {
	value: 'unset',
	name: 'Unset',
	action: 'Unset secrets',
	description: 'Remove secrets from an app; one that is not there is no error',
	properties: [
		appProperty,
		textField('Names', 'names', {
			placeholder: 'DATABASE_URL, API_KEY',
			required: true,
			description: 'Names of the secrets, with commas',
		}),
		...applySecretsProperties,
	],
	async execute(context) {
		const app = appParameter(context);
		const names = requiredText(context, 'names', 'Names').split(/[\s,]+/).filter(Boolean);
		return await applySecrets(context, app, Object.fromEntries(names.map((name) => [name, null])));
	},
};
