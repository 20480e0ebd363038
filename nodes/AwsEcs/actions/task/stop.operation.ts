import { StopTaskCommand, type Task } from '@aws-sdk/client-ecs';

import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { followUntil } from '../../followUntil';
import { clusterParameter, clusterProperty, taskParameter, taskProperty } from '../../locators';
import { nameOf } from '../../services';
import { readTask, taskJson } from '../../taskJson';
import { ecsOf } from '../../transport';

export const stop: Operation = {
	value: 'stop',
	name: 'Stop',
	action: 'Stop a task',
	description: 'Stop one task; a task of a service is replaced by a new one',
	properties: [
		clusterProperty,
		taskProperty,
		{
			displayName: 'Reason',
			name: 'reason',
			type: 'string',
			default: 'Stopped by n8n',
			description: 'Shown with the stopped task',
		},
		...waitProperties(180),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const cluster = clusterParameter(context);
		const id = taskParameter(context);
		const reason = textParameter(context, 'reason');
		const isWaiting = switchParameter(context, 'waitForCompletion');
		const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
		const raw = !switchParameter(context, 'simplify');
		const ecs = await ecsOf(context);
		const task = await readTask(ecs, cluster, id);
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'awsEcs',
				plan: { action: 'stop', task: nameOf(task.taskArn), status: task.lastStatus ?? null },
			};
		}
		if (task.desiredStatus !== 'STOPPED') {
			await ecs.call(
				'StopTask',
				async (client) =>
					await client.send(
						new StopTaskCommand({ cluster, task: task.taskArn, ...(reason !== '' && { reason }) }),
					),
				{ safeToRepeat: true },
			);
		}
		if (!isWaiting) return { ...taskJson(await readTask(ecs, cluster, id), raw), verified: false };
		const what = `Stopping of task ${nameOf(task.taskArn)}`;
		const result = await followUntil<Task>({
			what,
			timeoutMs,
			first: task,
			goesOn: 'ECS goes on stopping it: use Get to see how it ended',
			cancelSignal: cancelSignalOf(context),
			read: async () => await readTask(ecs, cluster, id),
			judge: ({ lastStatus }) => ({
				phase: lastStatus === 'STOPPED' ? 'succeeded' : 'pending',
				seen: lastStatus ?? '',
			}),
		});
		if (result.outcome === 'succeeded') return { ...taskJson(result.value, raw), verified: true };
		throw result.outcome === 'unseen' ? result.failure : new OperationFailure(`${what} ended otherwise`, 'Look at it with Get');
	},
};
