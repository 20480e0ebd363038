import { textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { nameInArn } from '../../../shared/aws/arn';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { ecsClient } from '../../api/client';
import { readTask, stopTask } from '../../api/tasks';
import { waitForStop } from '../../changes/waitForStop';
import { clusterField, taskField } from '../../fields/locators';
import { taskJson } from '../../output/taskJson';

const reasonField = textField('Reason', 'reason', { description: 'Shown with the stopped task' });

export const stop: Operation = {
	value: 'stop',
	name: 'Stop',
	action: 'Stop a task',
	description: 'Stop one task; a task of a service is replaced by a new one',
	properties: [
		clusterField,
		taskField,
		{ ...reasonField, default: 'Stopped by n8n' },
		...waitProperties(180),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const cluster = clusterField.read(context);
		const id = taskField.read(context);
		const reason = reasonField.read(context);
		const timeoutMs = waitMsParameter(context);
		const raw = !simplifyProperty.read(context);
		const ecs = await ecsClient(context);
		const task = await readTask(ecs, cluster, id);
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				platform: 'awsEcs',
				plan: { action: 'stop', task: nameInArn(task.taskArn), status: task.lastStatus ?? null },
			};
		}
		if (task.desiredStatus !== 'STOPPED') await stopTask(ecs, cluster, task.taskArn, reason);
		if (timeoutMs === null) return { ...taskJson(await readTask(ecs, cluster, id), raw), verified: false };
		const stopped = await waitForStop(ecs, cluster, task, { timeoutMs, cancelSignal: cancelSignalOf(context) });
		return { ...taskJson(stopped, raw), verified: true };
	},
};
