import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { clusterParameter, clusterProperty, taskParameter, taskProperty } from '../../locators';
import { readTask, taskJson } from '../../taskJson';
import { ecsOf } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a task',
	description: 'Show a task: its containers, the images they run and, once stopped, why',
	properties: [clusterProperty, taskProperty, simplifyProperty],
	async execute(context) {
		const cluster = clusterParameter(context);
		const id = taskParameter(context);
		const task = await readTask(await ecsOf(context), cluster, id);
		return taskJson(task, !switchParameter(context, 'simplify'));
	},
};
