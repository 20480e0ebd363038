import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { Operation } from '../../../shared/operation/operation';
import { listByPage } from '../../../shared/http/pagination';
import { collectionParameter, limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { repositoryParameter, repositoryProperty } from '../../fields/repository';
import { boundedName } from '../../api/textLimits';
import { gitHubClient } from '../../api/client';
import type { GitHubDeployment, GitHubDeploymentStatus } from '../../api/types';
import { simplifyDeployment } from '../../output/deploymentJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many deployments',
	description: 'List deployments, the newest first',
	properties: [
		repositoryProperty,
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{ displayName: 'Commit', name: 'sha', type: 'string', default: '' },
				{ displayName: 'Environment', name: 'environment', type: 'string', default: '' },
				{ displayName: 'Ref', name: 'ref', type: 'string', default: '' },
				{ displayName: 'Task', name: 'task', type: 'string', default: '' },
			],
		},
		{
			displayName: 'Include Latest Status',
			name: 'includeLatestStatus',
			type: 'boolean',
			default: false,
			description: 'Whether to add the newest status of each deployment, with one request more for each',
		},
		simplifyProperty,
	],
	async execute(context) {
		const client = gitHubClient(context);
		const { apiPath } = repositoryParameter(context);
		const filters = collectionParameter(context, 'filters');
		const query: IDataObject = {};
		for (const name of ['sha', 'environment', 'ref', 'task']) {
			const value = textAt(filters, name);
			if (value === null) continue;
			query[name] = name === 'environment' ? boundedName(value.trim()) : value.trim();
		}
		const deployments = await listByPage<GitHubDeployment>(
			client,
			{ method: 'GET', path: `${apiPath}/deployments`, query },
			{ limit: limitParameter(context), pageSize: 100 },
		);
		const simplify = switchParameter(context, 'simplify');
		const withStatus = switchParameter(context, 'includeLatestStatus');
		return await mapConcurrently(deployments, 4, async (deployment) => {
			const json = simplify ? simplifyDeployment(deployment) : { ...deployment };
			if (!withStatus) return json;
			const [latest] = await client.list<GitHubDeploymentStatus>({
				method: 'GET',
				path: `${apiPath}/deployments/${deployment.id}/statuses`,
				query: { per_page: 1 },
			});
			return {
				...json,
				latestStatus: latest
					? {
							state: latest.state,
							description: latest.description,
							environmentUrl: latest.environment_url || null,
							createdAt: latest.created_at,
						}
					: null,
			};
		});
	},
};
