import { ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';

import { listByToken } from '../../../shared/aws/paginate';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { revisionNameOf } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many task definitions',
	description: 'List the revisions of one family, or of all, the newest first',
	properties: [
		{
			displayName: 'Family',
			name: 'family',
			type: 'string',
			default: '',
			placeholder: 'nanda-workers',
			description: 'Only revisions of this family; leave it empty for all',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Active', value: 'ACTIVE' },
				{ name: 'Inactive', value: 'INACTIVE' },
			],
			default: 'ACTIVE',
			description: 'Inactive ones were deregistered',
		},
		...listProperties,
	],
	async execute(context) {
		const family = textParameter(context, 'family');
		const status = textParameter(context, 'status') === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE';
		const limit = limitParameter(context);
		const ecs = await ecsOf(context);
		const arns = await listByToken('task definitions', limit, async (nextToken) => {
			const page = await ecs.call('ListTaskDefinitions', async (client) =>
				await client.send(
					new ListTaskDefinitionsCommand({
						...(family !== '' && { familyPrefix: family }),
						status,
						sort: 'DESC',
						maxResults: Math.min(100, limit),
						...(nextToken !== undefined && { nextToken }),
					}),
				),
			);
			return { elements: page.taskDefinitionArns, nextToken: page.nextToken };
		});
		return arns.map((arn) => {
			const version = revisionNameOf(arn);
			const colon = version.lastIndexOf(':');
			return {
				version,
				arn,
				family: version.slice(0, colon),
				revision: Number(version.slice(colon + 1)),
				status,
			};
		});
	},
};
