import { ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';

import { listByToken } from '../../../shared/aws/paginate';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { secretParameter, secretProperty } from '../../locators';
import { secretsManagerOf } from '../../transport';

export const versions: Operation = {
	value: 'versions',
	name: 'Versions',
	action: 'Get the versions of a secret',
	description: 'List the versions of a secret with their stages, the newest first, without their values',
	properties: [
		secretProperty,
		...listProperties,
		{
			displayName: 'Include Deprecated',
			name: 'includeDeprecated',
			type: 'boolean',
			default: false,
			description: 'Whether to list those too that no stage points to, which AWS may remove at any time',
		},
	],
	async execute(context) {
		const secretId = secretParameter(context);
		const limit = limitParameter(context);
		const includeDeprecated = switchParameter(context, 'includeDeprecated');
		const secrets = await secretsManagerOf(context);
		const found = await listByToken('versions', Infinity, async (nextToken) => {
			const page = await secrets.call('ListSecretVersionIds', async (client) =>
				await client.send(
					new ListSecretVersionIdsCommand({
						SecretId: secretId,
						MaxResults: 100,
						...(includeDeprecated && { IncludeDeprecated: true }),
						...(nextToken !== undefined && { NextToken: nextToken }),
					}),
				),
			);
			return { elements: page.Versions, nextToken: page.NextToken };
		});
		return found
			.sort((left, right) => (right.CreatedDate?.getTime() ?? 0) - (left.CreatedDate?.getTime() ?? 0))
			.slice(0, limit)
			.map((version) => ({
				versionId: version.VersionId ?? null,
				stages: version.VersionStages ?? [],
				isCurrent: version.VersionStages?.includes('AWSCURRENT') === true,
				createdAt: version.CreatedDate?.toISOString() ?? null,
				accessedAt: version.LastAccessedDate?.toISOString() ?? null,
			}));
	},
};
