import { type Filter, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';

import { listByToken } from '../../../shared/aws/paginate';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { secretJson } from '../../secretJson';
import { secretsManagerOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many secrets',
	description: 'List the secrets of the region, without what they hold',
	properties: [
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Include Deleted',
					name: 'includeDeleted',
					type: 'boolean',
					default: true,
					description: 'Whether to list those too that are scheduled for deletion',
				},
				{
					displayName: 'Name Prefix',
					name: 'namePrefix',
					type: 'string',
					default: '',
					placeholder: 'candlefish/production/',
				},
				{ displayName: 'Tag Key', name: 'tagKey', type: 'string', default: '' },
				{ displayName: 'Tag Value', name: 'tagValue', type: 'string', default: '' },
			],
		},
		simplifyProperty,
	],
	async execute(context) {
		const { includeDeleted, namePrefix, tagKey, tagValue } = collectionParameter(context, 'filters');
		const limit = limitParameter(context);
		const filters: Filter[] = [
			...filter('name', namePrefix),
			...filter('tag-key', tagKey),
			...filter('tag-value', tagValue),
		];
		const secrets = await secretsManagerOf(context);
		const found = await listByToken('secrets', limit, async (nextToken) => {
			const page = await secrets.call('ListSecrets', async (client) =>
				await client.send(
					new ListSecretsCommand({
						MaxResults: Math.min(100, limit),
						...(filters.length > 0 && { Filters: filters }),
						...(includeDeleted === true && { IncludePlannedDeletion: true }),
						...(nextToken !== undefined && { NextToken: nextToken }),
					}),
				),
			);
			return { elements: page.SecretList, nextToken: page.NextToken };
		});
		return found.map((secret) => secretJson(secret, !switchParameter(context, 'simplify')));
	},
};

function filter(key: 'name' | 'tag-key' | 'tag-value', value: unknown): Filter[] {
	return typeof value === 'string' && value !== '' ? [{ Key: key, Values: [value] }] : [];
}
