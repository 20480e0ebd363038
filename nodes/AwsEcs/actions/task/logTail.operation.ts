import { nameInArn } from '../../../shared/aws/arn';
import { numberField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient, logsClient } from '../../api/client';
import { readLogTail } from '../../api/logEvents';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { readTask } from '../../api/tasks';
import { clusterField, taskField } from '../../fields/locators';
import { requireLogContainer, requireLogStream } from './logStream';

const containerField = textField('Container', 'container', {
	description: 'Name of the container; leave it empty for the only one that logs',
});

const linesField = numberField(
	'Lines',
	'lines',
	50,
	{ minimum: 1, maximum: 1000 },
	{
		description: 'How many lines from the end',
	},
);

const filterPattern = textField('Filter Pattern', 'filterPattern', {
	placeholder: '?ERROR ?Exception',
	description: 'Only lines that match, in the syntax of CloudWatch Logs',
});

export const logTail: Operation = {
	value: 'logTail',
	name: 'Log Tail',
	action: "Get the end of a task's log",
	description: 'Read the last lines that a container wrote to CloudWatch Logs, also of a task that has stopped',
	properties: [clusterField, taskField, containerField, linesField, filterPattern],
	async execute(context) {
		const cluster = clusterField.read(context);
		const id = taskField.read(context);
		const lines = linesField.read(context);
		const chosen = containerField.read(context);
		const pattern = filterPattern.read(context);
		const ecs = await ecsClient(context);
		const task = await readTask(ecs, cluster, id);
		const { definition } = await readTaskDefinition(ecs, task.taskDefinitionArn ?? '');
		const container = requireLogContainer(definition, chosen);
		const logs = await logsClient(context);
		const taskId = nameInArn(task.taskArn);
		const { group, stream } = requireLogStream(container, taskId, logs.region);
		const events = await readLogTail(logs, { group, stream, lines, pattern });
		return {
			task: taskId,
			container: container.name ?? '',
			logGroup: group,
			logStream: stream,
			lines: events,
			text: events.map(({ message }) => message).join('\n'),
		};
	},
};
