import { randomUUID } from 'node:crypto';

import {
	type Failure,
	type NetworkConfiguration,
	RunTaskCommand,
	type RunTaskRequest,
	type Task,
	type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/errors';
import type { Operation, OperationContext } from '../../../shared/operation';
import {
	numberParameter,
	switchParameter,
	textParameter,
	timeoutMsParameter,
} from '../../../shared/parameters';
import { pollUntil, timedOut, type PollVerdict } from '../../../shared/pollUntil';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { ecsPollPolicy } from '../../followDeployment';
import {
	clusterParameter,
	clusterProperty,
	taskDefinitionParameter,
	taskDefinitionProperty,
} from '../../locators';
import { readTasks, stopReason } from '../../runningTasks';
import { nameOf, readService } from '../../services';
import { readTaskDefinition, revisionName } from '../../taskDefinitions';
import { taskJson } from '../../taskJson';
import { containerOverrides, taskOverrideProperties } from '../../taskOverrides';
import { type Ecs, ecsOf } from '../../transport';

export const run: Operation = {
	value: 'run',
	name: 'Run',
	action: 'Run a task',
	description: 'Start tasks that end by themselves, such as a migration, and wait for their exit codes',
	properties: [
		clusterProperty,
		taskDefinitionProperty,
		{
			displayName: 'Network From Service',
			name: 'networkService',
			type: 'string',
			default: '',
			placeholder: 'nanda-workers',
			description: 'Run in the subnets and security groups, and with the launch type, of this service of the cluster; leave it empty to name them below',
		},
		{
			displayName: 'Subnets',
			name: 'subnets',
			type: 'string',
			default: '',
			placeholder: 'subnet-0a1b2c3d, subnet-4e5f6a7b',
			description: 'IDs, with commas between them',
			displayOptions: { show: { networkService: [''] } },
		},
		{
			displayName: 'Security Groups',
			name: 'securityGroups',
			type: 'string',
			default: '',
			placeholder: 'sg-0c1d2e3f',
			description: 'IDs, with commas between them',
			displayOptions: { show: { networkService: [''] } },
		},
		{
			displayName: 'Assign Public IP',
			name: 'assignPublicIp',
			type: 'boolean',
			default: false,
			description: 'Whether the tasks get a public address, which Fargate needs to pull images in a public subnet',
			displayOptions: { show: { networkService: [''] } },
		},
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
			description: 'The container whose exit code counts; leave it empty for all essential ones',
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
		const { tasks = [], failures = [] } = await ecs.call(
			'RunTask',
			async (client) => await client.send(new RunTaskCommand(request)),
			{ safeToRepeat: true },
		);
		requirePlaced(definition, count, tasks, failures);
		if (!isWaiting) return tasks.map((task) => ({ ...taskJson(task, raw), verified: false }));
		return await waitForExit(context, ecs, { cluster, definition, judged, timeoutMs, raw, tasks });
	},
};

/** ECS answers 200 also when it placed none: the reasons are in `failures`. */
function requirePlaced(
	definition: TaskDefinition,
	count: number,
	tasks: readonly Task[],
	failures: readonly Failure[],
): void {
	if (failures.length === 0 && tasks.length === count) return;
	const reasons = [
		...new Set(failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '))),
	];
	throw new OperationFailure(
		`ECS started ${tasks.length} of ${count} tasks of ${revisionName(definition)}: ${reasons.join('; ') || 'it gave no reason'}`,
		tasks.length > 0
			? 'Those that were started go on: wait for them, or stop them. Then give the cluster capacity and run this again'
			: 'Nothing was started. Give the cluster capacity, or run this again later',
		{ started: tasks.map((task) => nameOf(task.taskArn)) },
	);
}

async function waitForExit(
	context: OperationContext,
	ecs: Ecs,
	wait: {
		readonly cluster: string;
		readonly definition: TaskDefinition;
		readonly judged: readonly string[];
		readonly timeoutMs: number;
		readonly raw: boolean;
		readonly tasks: readonly Task[];
	},
): Promise<IDataObject[]> {
	const arns = wait.tasks.map(({ taskArn }) => taskArn ?? '');
	const what = `Running of ${revisionName(wait.definition)} as task ${arns.map(nameOf).join(', ')}`;
	const result = await pollUntil<Task[]>({
		what,
		timeoutMs: wait.timeoutMs,
		policy: ecsPollPolicy,
		cancelSignal: context.functions.getExecutionCancelSignal(),
		read: async () => await readTasks(ecs, wait.cluster, arns),
		judge: (tasks): PollVerdict => {
			const stopped = tasks.filter(({ lastStatus }) => lastStatus === 'STOPPED').length;
			const states = [...new Set(tasks.map(({ lastStatus }) => lastStatus ?? ''))].join(', ');
			return {
				phase: tasks.length === arns.length && stopped === arns.length ? 'good' : 'pending',
				seen: `${stopped} of ${arns.length} have stopped${states ? ` (${states})` : ''}`,
			};
		},
	});
	if (result.outcome !== 'good') {
		const failure = timedOut(what, result.waitedMs, result.outcome === 'timeout' ? result.seen : '');
		throw new OperationFailure(failure.message, 'It goes on by itself: look at its log, wait longer, or stop it');
	}
	const bad = result.value.filter((task) => !isGood(task, wait.judged));
	if (bad.length > 0) {
		throw new OperationFailure(
			`${bad.length} of ${arns.length} tasks of ${revisionName(wait.definition)} failed: ${bad.map((task) => `${nameOf(task.taskArn)}: ${stopReason(task) || 'no exit code was given'}`).join(' | ')}`,
			'Read the task\'s log with Log Tail, correct what it names, and run it again',
			{ tasks: bad.map((task) => nameOf(task.taskArn)) },
		);
	}
	return result.value.map((task) => ({ ...taskJson(task, wait.raw), verified: true }));
}

/** A container without an exit code did not start: that is not zero. */
function isGood(task: Task, judged: readonly string[]): boolean {
	const containers = (task.containers ?? []).filter(({ name }) => judged.includes(name ?? ''));
	return containers.length > 0 && containers.every(({ exitCode }) => exitCode === 0);
}

function judgedContainers(context: OperationContext, definition: TaskDefinition): string[] {
	const containers = definition.containerDefinitions ?? [];
	const chosen = textParameter(context, 'judgedContainer');
	if (chosen === '') {
		return containers.filter(({ essential }) => essential !== false).map(({ name }) => name ?? '');
	}
	if (containers.some(({ name }) => name === chosen)) return [chosen];
	throw new OperationFailure(
		`Task definition ${revisionName(definition)} has no container "${chosen}"`,
		`Judged Container must be one of: ${containers.map(({ name }) => name ?? '').join(', ')}`,
	);
}

async function placement(
	context: OperationContext,
	ecs: Ecs,
	cluster: string,
	definition: TaskDefinition,
): Promise<Pick<RunTaskRequest, 'networkConfiguration' | 'launchType' | 'capacityProviderStrategy' | 'platformVersion'>> {
	const name = textParameter(context, 'networkService');
	if (name !== '') {
		const service = await readService(ecs, { cluster, service: name });
		const { capacityProviderStrategy, launchType, networkConfiguration, platformVersion } = service;
		return {
			...(networkConfiguration && { networkConfiguration }),
			...(capacityProviderStrategy && capacityProviderStrategy.length > 0
				? { capacityProviderStrategy }
				: launchType && { launchType }),
			...(platformVersion && { platformVersion }),
		};
	}
	const subnets = words(textParameter(context, 'subnets'));
	const isFargate = definition.requiresCompatibilities?.includes('FARGATE') === true;
	if (subnets.length === 0 && definition.networkMode === 'awsvpc') {
		throw new OperationFailure(
			`Task definition ${revisionName(definition)} needs subnets: its network mode is awsvpc`,
			'Name a service in Network From Service, or give Subnets and Security Groups',
		);
	}
	const securityGroups = words(textParameter(context, 'securityGroups'));
	const networkConfiguration: NetworkConfiguration = {
		awsvpcConfiguration: {
			subnets,
			...(securityGroups.length > 0 && { securityGroups }),
			assignPublicIp: switchParameter(context, 'assignPublicIp') ? 'ENABLED' : 'DISABLED',
		},
	};
	return {
		...(subnets.length > 0 && { networkConfiguration }),
		...(isFargate && { launchType: 'FARGATE' }),
	};
}

function words(text: string): string[] {
	return text.split(/[\s,]+/).filter(Boolean);
}
