import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readTask } from '../../api/tasks';
import { clusterField, taskField } from '../../fields/locators';
import { taskJson } from '../../output/taskJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a task',
	description: 'Show a task: its containers, the images they run and, once stopped, why',
	properties: [clusterField, taskField, simplifyProperty],
	async execute(context) {
		const cluster = clusterField.read(context);
		const id = taskField.read(context);
		return taskJson(await readTask(await ecsClient(context), cluster, id), !simplifyProperty.read(context));
	},
};
