import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { numberParameter, textParameter } from '../../../shared/fields/parameters';
import { clusterParameter, clusterProperty, taskParameter, taskProperty } from '../../locators';
import { readLogTail } from '../../logTail';
import { nameOf } from '../../services';
import { readTaskDefinition, revisionName } from '../../taskDefinitions';
import { readTask } from '../../taskJson';
import { ecsOf, logsOf } from '../../transport';

export const logTail: Operation = {
	value: 'logTail',
	name: 'Log Tail',
	action: 'Get the end of a task\'s log',
	description: 'Read the last lines that a container wrote to CloudWatch Logs, also of a task that has stopped',
	properties: [
		clusterProperty,
		taskProperty,
		{
			displayName: 'Container',
			name: 'container',
			type: 'string',
			default: '',
			description: 'Name of the container; leave it empty for the only one that logs',
		},
		{
			displayName: 'Lines',
			name: 'lines',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 50,
			description: 'How many lines from the end',
		},
		{
			displayName: 'Filter Pattern',
			name: 'filterPattern',
			type: 'string',
			default: '',
			placeholder: '?ERROR ?Exception',
			description: 'Only lines that match, in the syntax of CloudWatch Logs',
		},
	],
	async execute(context) {
		const cluster = clusterParameter(context);
		const id = taskParameter(context);
		const lines = numberParameter(context, 'lines', 'Lines', { minimum: 1, maximum: 1000 });
		const chosen = textParameter(context, 'container');
		const pattern = textParameter(context, 'filterPattern');
		const ecs = await ecsOf(context);
		const task = await readTask(ecs, cluster, id);
		const { definition } = await readTaskDefinition(ecs, task.taskDefinitionArn ?? '');
		const logging = (definition.containerDefinitions ?? []).filter(
			({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs',
		);
		const names = logging.map(({ name }) => name ?? '');
		const container = chosen === '' && logging.length === 1 ? logging[0] : logging.find(({ name }) => name === chosen);
		if (!container) {
			if (names.length === 0) {
				throw new OperationFailure(
					`No container of ${revisionName(definition)} writes to CloudWatch Logs`,
					'Give the container the log driver awslogs, or look where its own driver writes to',
				);
			}
			throw new OperationFailure(
				chosen === ''
					? `${names.length} containers of ${revisionName(definition)} write to CloudWatch Logs, and none was chosen`
					: `${revisionName(definition)} has no container "${chosen}" that writes to CloudWatch Logs`,
				`Container must be one of: ${names.join(', ')}`,
			);
		}
		const options = container.logConfiguration?.options ?? {};
		const group = options['awslogs-group'] ?? '';
		const prefix = options['awslogs-stream-prefix'];
		const region = options['awslogs-region'];
		const logs = await logsOf(context);
		if (region !== undefined && region !== logs.region) {
			throw new OperationFailure(
				`Container ${container.name ?? ''} writes its log in region ${region}, and the credential is of ${logs.region}`,
				`Use a credential with the region ${region}`,
			);
		}
		if (prefix === undefined) {
			throw new OperationFailure(
				`Container ${container.name ?? ''} has no log stream prefix, so its log stream cannot be told`,
				'Set awslogs-stream-prefix in the task definition\'s log configuration',
			);
		}
		const taskId = nameOf(task.taskArn);
		const stream = `${prefix}/${container.name ?? ''}/${taskId}`;
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
