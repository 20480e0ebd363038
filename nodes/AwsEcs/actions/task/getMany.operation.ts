import { ListTasksCommand } from '@aws-sdk/client-ecs';

import { listByToken } from '../../../shared/aws/paginate';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { clusterParameter, clusterProperty } from '../../locators';
import { readTasks } from '../../runningTasks';
import { nameOf } from '../../services';
import { taskJson } from '../../taskJson';
import { ecsOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks of a cluster',
	properties: [
		clusterProperty,
		...listProperties,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Family',
					name: 'family',
					type: 'string',
					default: '',
					description: 'Family of the task definition',
				},
				{ displayName: 'Service', name: 'service', type: 'string', default: '' },
				{
					displayName: 'Status',
					name: 'desiredStatus',
					type: 'options',
					options: [
						{ name: 'Running', value: 'RUNNING' },
						{ name: 'Stopped', value: 'STOPPED', description: 'Within about the last hour' },
					],
					default: 'RUNNING',
				},
			],
		},
		simplifyProperty,
	],
	async execute(context) {
		const cluster = clusterParameter(context);
		const limit = limitParameter(context);
		const { family, service, desiredStatus } = collectionParameter(context, 'filters');
		const ecs = await ecsOf(context);
		const arns = await listByToken('tasks', limit, async (nextToken) => {
			const page = await ecs.call('ListTasks', async (client) =>
				await client.send(
					new ListTasksCommand({
						cluster,
						...(typeof family === 'string' && family !== '' && { family }),
						...(typeof service === 'string' && service !== '' && { serviceName: nameOf(service) }),
						desiredStatus: desiredStatus === 'STOPPED' ? 'STOPPED' : 'RUNNING',
						maxResults: Math.min(100, limit),
						...(nextToken !== undefined && { nextToken }),
					}),
				),
			);
			return { elements: page.taskArns, nextToken: page.nextToken };
		});
		const tasks = await readTasks(ecs, cluster, arns);
		return tasks.map((task) => taskJson(task, !switchParameter(context, 'simplify')));
	},
};
