import { randomUUID } from 'node:crypto';

import type { RunTaskRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import {
	numberParameter,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import {
	clusterParameter,
	clusterProperty,
	taskDefinitionParameter,
	taskDefinitionProperty,
} from '../../locators';
import { readTaskDefinition, revisionName } from '../../taskDefinitions';
import { type Judged, judgedOf } from '../../taskEnd';
import { taskJson } from '../../taskJson';
import { containerOverrides, taskOverrideProperties } from '../../taskOverrides';
import { placement, placementProperties } from '../../taskPlacement';
import { requirePlaced, waitForExit } from '../../taskRun';
import { startTasks } from '../../taskStart';
import { ecsOf } from '../../transport';

export const run: Operation = {
	value: 'run',
	name: 'Run',
	action: 'Run a task',
	description: 'Start tasks that end by themselves, such as a migration, and wait for their exit codes',
	properties: [
		clusterProperty,
		taskDefinitionProperty,
		...placementProperties,
		{
			displayName: 'Count',
			name: 'count',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 1,
			description: 'How many tasks to start',
		},
		...taskOverrideProperties,
		{
			displayName: 'Run Key',
			name: 'runKey',
			type: 'string',
			default: '',
			placeholder: '={{ $json.releaseId }}-migrate',
			description: 'Within a day, the same key starts the tasks once and then answers with them again; leave it empty to start new ones each time',
		},
		{
			displayName: 'Judged Container',
			name: 'judgedContainer',
			type: 'string',
			default: '',
			description: 'The container whose exit code counts. Left empty, every essential one that ends by itself must end with 0: those that ECS then stops, such as a log router, do not count.',
		},
		...waitProperties(1800),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const cluster = clusterParameter(context);
		const reference = taskDefinitionParameter(context);
		const count = numberParameter(context, 'count', 'Count', { minimum: 1, maximum: 10 });
		const isWaiting = switchParameter(context, 'waitForCompletion');
		const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
		const runKey = textParameter(context, 'runKey');
		if (!/^[\x21-\x7e]{0,64}$/.test(runKey)) {
			throw new OperationFailure(
				'The Run Key is longer than 64 characters, or has spaces or other signs in it',
				'Shorten it, for example to a release ID and one word',
			);
		}
		const raw = !switchParameter(context, 'simplify');
		const ecs = await ecsOf(context);
		const { definition } = await readTaskDefinition(ecs, reference);
		const judged = judgedContainers(context, definition);
		const overrides = containerOverrides(context, definition);
		const request: RunTaskRequest = {
			cluster,
			taskDefinition: definition.taskDefinitionArn,
			count,
			...(await placement(context, ecs, cluster, definition)),
			...(overrides.length > 0 && { overrides: { containerOverrides: overrides } }),
			startedBy: 'slipway',
			// The same for every try of this call, so that a lost answer starts nothing twice.
			clientToken: runKey || randomUUID(),
		};
		if (switchParameter(context, 'dryRun')) {
			return {
				dryRun: true,
				platform: 'awsEcs',
				plan: {
					action: 'run',
					taskDefinition: revisionName(definition),
					count,
					launchType: request.launchType ?? null,
					containers: overrides.map(({ name }) => name ?? ''),
				},
			};
		}
		const { tasks, failures } = await startTasks(ecs, request, definition, runKey !== '');
		requirePlaced(definition, count, tasks, failures);
		if (!isWaiting) return tasks.map((task) => ({ ...taskJson(task, raw), verified: false }));
		return await waitForExit(context, ecs, { cluster, definition, judged, timeoutMs, raw, tasks });
	},
};

function judgedContainers(context: OperationContext, definition: TaskDefinition): Judged {
	const containers = definition.containerDefinitions ?? [];
	const chosen = textParameter(context, 'judgedContainer');
	if (chosen === '') return judgedOf(containers);
	if (containers.some(({ name }) => name === chosen)) return { containers: [chosen], isChosen: true };
	throw new OperationFailure(
		`Task definition ${revisionName(definition)} has no container "${chosen}"`,
		`Judged Container must be one of: ${containers.map(({ name }) => name ?? '').join(', ')}`,
	);
}
