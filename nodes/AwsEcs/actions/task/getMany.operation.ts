import { nameInArn } from '../../../shared/aws/arn';
import { collectionField, option, textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { listTasks } from '../../api/tasks';
import { clusterField } from '../../fields/locators';
import { taskJson } from '../../output/taskJson';

const filters = collectionField('Filters', 'filters', 'Add Filter', [
	textField('Family', 'family', { description: 'Family of the task definition' }),
	textField('Service', 'service'),
	{
		displayName: 'Status',
		name: 'desiredStatus',
		type: 'options',
		options: [option('Running', 'RUNNING'), option('Stopped', 'STOPPED', 'Within about the last hour')],
		default: 'RUNNING',
	},
]);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks of a cluster',
	properties: [clusterField, ...listProperties, filters, simplifyProperty],
	async execute(context) {
		const cluster = clusterField.read(context);
		const limit = limitParameter(context);
		const raw = !simplifyProperty.read(context);
		const { family, service, desiredStatus } = filters.read(context);
		const request = {
			cluster,
			...(typeof family === 'string' && family !== '' && { family }),
			...(typeof service === 'string' && service !== '' && { serviceName: nameInArn(service) }),
			desiredStatus: desiredStatus === 'STOPPED' ? 'STOPPED' : 'RUNNING',
			maxResults: Math.min(100, limit),
		} as const;
		return (await listTasks(await ecsClient(context), request, limit)).map((task) => taskJson(task, raw));
	},
};
