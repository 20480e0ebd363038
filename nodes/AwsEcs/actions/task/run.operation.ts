import { randomUUID } from 'node:crypto';

import type { RunTaskRequest, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { field, numberField, textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { ecsClient } from '../../api/client';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { startTasks } from '../../changes/startTasks';
import { requirePlaced, waitForTasks } from '../../changes/waitForTasks';
import { clusterField, taskDefinitionField } from '../../fields/locators';
import { containerOverrides, requestedOverrides, taskOverridesField } from '../../fields/taskOverrides';
import { placementFields, readPlacement } from '../../fields/taskPlacement';
import { taskJson } from '../../output/taskJson';
import { revisionName } from '../../state/taskDefinitionName';
import { type Judged, judgedOf } from '../../state/taskResult';

const countField = numberField(
	'Count',
	'count',
	1,
	{ minimum: 1, maximum: 10 },
	{
		description: 'How many tasks to start',
	},
);

const runKeyText = textField('Run Key', 'runKey', {
	placeholder: '={{ $json.releaseId }}-migrate',
	description:
		'Within a day, the same key starts the tasks once and then answers with them again; leave it empty to start new ones each time',
});
const runKeyField = field(runKeyText, (context) => {
	const runKey = runKeyText.read(context);
	if (/^[\x21-\x7e]{0,64}$/.test(runKey)) return runKey;
	throw new ConfigurationError(
		'The Run Key is longer than 64 characters, or has spaces or special characters in it',
		'Shorten it, for example to a release ID and one word',
	);
});

const judgedContainer = textField('Judged Container', 'judgedContainer', {
	description:
		'The container whose exit code counts. Left empty, every essential one that ends by itself must end with 0: those that ECS then stops, such as a log router, do not count.',
});

export const run: Operation = {
	value: 'run',
	name: 'Run',
	action: 'Run a task',
	description: 'Start tasks that end by themselves, such as a migration, and wait for their exit codes',
	properties: [
		clusterField,
		taskDefinitionField,
		...placementFields,
		countField,
		taskOverridesField,
		runKeyField,
		judgedContainer,
		...waitProperties(1800),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const cluster = clusterField.read(context);
		const reference = taskDefinitionField.read(context);
		const count = countField.read(context);
		const timeoutMs = waitMsParameter(context);
		const runKey = runKeyField.read(context);
		const wanted = requestedOverrides(context);
		const raw = !simplifyProperty.read(context);
		const ecs = await ecsClient(context);
		const { definition } = await readTaskDefinition(ecs, reference);
		const judged = judgedContainers(judgedContainer.read(context), definition);
		const overrides = containerOverrides(wanted, definition);
		const request: RunTaskRequest = {
			cluster,
			taskDefinition: definition.taskDefinitionArn,
			count,
			...(await readPlacement(context, ecs, cluster, definition)),
			...(overrides.length > 0 && { overrides: { containerOverrides: overrides } }),
			startedBy: 'slipway',
			// The same for every try of this call, so that a lost answer starts nothing twice.
			clientToken: runKey || randomUUID(),
		};
		if (dryRunProperty.read(context)) return planOf(request, definition);
		const { tasks, failures } = await startTasks(ecs, request, definition, runKey !== '');
		requirePlaced(definition, count, tasks, failures);
		if (timeoutMs === null) return tasks.map((task) => ({ ...taskJson(task, raw), verified: false }));
		const awaited = { cluster, definition, judged, timeoutMs, tasks, cancelSignal: cancelSignalOf(context) };
		return (await waitForTasks(ecs, awaited)).map((task) => ({ ...taskJson(task, raw), verified: true }));
	},
};

function planOf({ count, launchType, overrides }: RunTaskRequest, definition: TaskDefinition): IDataObject {
	return {
		dryRun: true,
		platform: 'awsEcs',
		plan: {
			action: 'run',
			taskDefinition: revisionName(definition),
			count,
			launchType: launchType ?? null,
			containers: (overrides?.containerOverrides ?? []).map(({ name }) => name ?? ''),
		},
	};
}

function judgedContainers(chosen: string, definition: TaskDefinition): Judged {
	const containers = definition.containerDefinitions ?? [];
	if (chosen === '') return judgedOf(containers);
	if (containers.some(({ name }) => name === chosen)) return { containers: [chosen], isChosen: true };
	throw new OperationFailure(
		`Task definition ${revisionName(definition)} has no container "${chosen}"`,
		`Judged Container must be one of: ${containers.map(({ name }) => name ?? '').join(', ')}`,
	);
}
