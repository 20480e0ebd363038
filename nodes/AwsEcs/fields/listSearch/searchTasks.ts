import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { chosenInPicker, matching } from '../../../shared/fields/pickers';
import { ecsClientForPicker } from '../../api/client';
import { listTasks } from '../../api/tasks';

/** As many tasks of each kind as one list shows. */
const mostTasks = 100;

/** Running tasks of the chosen cluster, then the stopped ones. */
export async function searchTasks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	if (cluster === null) return { results: [] };
	const ecs = await ecsClientForPicker(this);
	const list = async (desiredStatus: 'RUNNING' | 'STOPPED') =>
		await listTasks(ecs, { cluster, desiredStatus, maxResults: mostTasks }, mostTasks);
	const tasks = [...(await list('RUNNING')), ...(await list('STOPPED'))];
	const choices = tasks.map((task) => ({
		name: [
			nameInArn(task.taskDefinitionArn),
			task.lastStatus ?? '',
			task.group ?? '',
			nameInArn(task.taskArn).slice(0, 8),
		].join(' · '),
		value: nameInArn(task.taskArn),
	}));
	return matching(filter, choices);
}
