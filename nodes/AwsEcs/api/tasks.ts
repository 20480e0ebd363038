import {
	DescribeTasksCommand,
	type Failure,
	ListTasksCommand,
	type ListTasksRequest,
	RunTaskCommand,
	type RunTaskRequest,
	StopTaskCommand,
	type Task,
} from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { inGroupsOf, listByToken } from '../../shared/aws/paginate';
import { sendWhole } from '../../shared/aws/wholeJson';
import { OperationFailure } from '../../shared/operation/errors';
import type { Ecs, ServiceReference } from './types';

/** A service's tasks that should run, or those that have stopped within the last hour. */
export async function tasksOfService(
	ecs: Ecs,
	{ cluster, service }: ServiceReference,
	desiredStatus: 'RUNNING' | 'STOPPED',
	limit = Infinity,
): Promise<Task[]> {
	return await listTasks(ecs, { cluster, serviceName: nameInArn(service), desiredStatus }, limit);
}

/** The tasks that a request names, described, up to `limit`. */
export async function listTasks(
	ecs: Ecs,
	request: Omit<ListTasksRequest, 'nextToken'> & { readonly cluster: string },
	limit = Infinity,
): Promise<Task[]> {
	const arns = await listByToken('tasks', limit, async (nextToken) => {
		const page = await ecs.call(
			'ListTasks',
			async (client) =>
				await client.send(new ListTasksCommand({ ...request, ...(nextToken !== undefined && { nextToken }) })),
		);
		return { elements: page.taskArns, nextToken: page.nextToken };
	});
	return await readTasks(ecs, request.cluster, arns);
}

/** Tasks by ARN or id; without those that are gone. */
export async function readTasks(ecs: Ecs, cluster: string, tasks: readonly string[]): Promise<Task[]> {
	const found: Task[] = [];
	for (const group of inGroupsOf(100, tasks)) {
		const { tasks: described = [] } = await ecs.call(
			'DescribeTasks',
			async (client) => await client.send(new DescribeTasksCommand({ cluster, tasks: group })),
		);
		found.push(...described);
	}
	return found;
}

/** @throws OperationFailure when it is not there, or no longer. */
export async function readTask(ecs: Ecs, cluster: string, task: string): Promise<Task> {
	const [found] = await readTasks(ecs, cluster, [task]);
	if (found) return found;
	throw new OperationFailure(
		`Cluster ${nameInArn(cluster)} has no task ${nameInArn(task)}`,
		'Choose the task from the list: ECS forgets a stopped one after about an hour',
	);
}

/** The tasks that were placed, and why others were not. */
export interface RunTaskAnswer {
	readonly tasks: readonly Task[];
	readonly failures: readonly Failure[];
}

/** With its client token it may be repeated: ECS then gives the tasks that it started. @param secretValues what no error may repeat */
export async function runTask(
	ecs: Ecs,
	request: RunTaskRequest,
	secretValues: readonly string[],
): Promise<RunTaskAnswer> {
	const { tasks = [], failures = [] } = await ecs.call(
		'RunTask',
		async (client) => {
			const command = new RunTaskCommand(request);
			sendWhole(command, request);
			return await client.send(command);
		},
		{ safeToRepeat: true, secretValues },
	);
	return { tasks, failures };
}

export async function stopTask(ecs: Ecs, cluster: string, task: string | undefined, reason: string): Promise<void> {
	await ecs.call(
		'StopTask',
		async (client) => await client.send(new StopTaskCommand({ cluster, task, ...(reason !== '' && { reason }) })),
		{ safeToRepeat: true },
	);
}
