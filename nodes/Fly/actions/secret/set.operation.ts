import type { Operation } from '../../../shared/operation/operation';
import { appField } from '../../fields/locators';
import { readSecretValues, secretValuesProperties } from '../../fields/secretValues';
import { applySecrets, applySecretsProperties } from './applySecrets';

export const set: Operation = {
	value: 'set',
	name: 'Set',
	action: 'Set secrets',
	description: 'Set secrets of an app; their values are never returned',
	properties: [appField, ...secretValuesProperties, ...applySecretsProperties],
	async execute(context) {
		return await applySecrets(context, appField.read(context), readSecretValues(context));
	},
};
