import type { Filter } from '@aws-sdk/client-secrets-manager';

import { collectionField, switchField, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { secretsManagerClient } from '../../api/client';
import { listSecrets } from '../../api/secrets';
import { secretJson } from '../../output/secretJson';

const filtersField = collectionField('Filters', 'filters', 'Add Filter', [
	{
		...switchField('Include Deleted', 'includeDeleted', 'Whether to list those too that are scheduled for deletion'),
		default: true,
	},
	textField('Name Prefix', 'namePrefix', { placeholder: 'candlefish/production/' }),
	textField('Tag Key', 'tagKey'),
	textField('Tag Value', 'tagValue'),
]);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many secrets',
	description: 'List the secrets of the region, without their values',
	properties: [...listProperties, filtersField, simplifyProperty],
	async execute(context) {
		const { includeDeleted, namePrefix, tagKey, tagValue } = filtersField.read(context);
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const filters = [...filter('name', namePrefix), ...filter('tag-key', tagKey), ...filter('tag-value', tagValue)];
		const secrets = await secretsManagerClient(context);
		const found = await listSecrets(secrets, limit, { filters, includeDeleted: includeDeleted === true });
		return found.map((secret) => secretJson(secret, raw));
	},
};

function filter(key: 'name' | 'tag-key' | 'tag-value', value: unknown): Filter[] {
	return typeof value === 'string' && value !== '' ? [{ Key: key, Values: [value] }] : [];
}
