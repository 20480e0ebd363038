import { DescribeTasksCommand, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../shared/aws/paginate';
import { nameOf, type ServiceReference } from './services';
import type { Ecs } from './transport';

/** A service's tasks that shall run, or those that have stopped within the last hour. */
export async function tasksOfService(
	ecs: Ecs,
	{ cluster, service }: ServiceReference,
	desiredStatus: 'RUNNING' | 'STOPPED',
	limit = Infinity,
): Promise<Task[]> {
	const arns = await listByToken('tasks', limit, async (nextToken) => {
		const page = await ecs.call('ListTasks', async (client) =>
			await client.send(
				new ListTasksCommand({
					cluster,
					serviceName: nameOf(service),
					desiredStatus,
					...(nextToken !== undefined && { nextToken }),
				}),
			),
		);
		return { elements: page.taskArns, nextToken: page.nextToken };
	});
	return await readTasks(ecs, cluster, arns);
}

/** Tasks by ARN or id; without those that are gone. */
export async function readTasks(ecs: Ecs, cluster: string, tasks: readonly string[]): Promise<Task[]> {
	const found: Task[] = [];
	for (const group of inGroupsOf(100, tasks)) {
		const { tasks: described = [] } = await ecs.call('DescribeTasks', async (client) =>
			await client.send(new DescribeTasksCommand({ cluster, tasks: group })),
		);
		found.push(...described);
	}
	return found;
}

/** Why one task stopped: `Essential container in task exited; container app exited with 137 (OutOfMemoryError)`. */
export function stopReason(task: Task): string {
	const containers = (task.containers ?? []).flatMap(({ name, exitCode, reason }) => {
		if (exitCode === undefined && !reason) return [];
		const code = exitCode === undefined ? 'did not start' : `exited with ${exitCode}`;
		return exitCode === 0 && !reason ? [] : [`container ${name ?? ''} ${code}${reason ? ` (${reason})` : ''}`];
	});
	return [task.stoppedReason ?? task.stopCode ?? '', ...containers].filter(Boolean).join('; ');
}

/** Distinct stop reasons, the most frequent first: `3 tasks: ...`. Empty when none. */
export function stopReasons(tasks: readonly Task[]): string {
	const counts = new Map<string, number>();
	for (const task of tasks) {
		// Ids differ from task to task, and would make every reason a reason of its own.
		const reason = stopReason(task).replace(/\b[0-9a-f]{32}\b/g, '…');
		if (reason !== '') counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	return [...counts]
		.sort(([, left], [, right]) => right - left)
		.slice(0, 3)
		.map(([reason, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} stopped: ${reason}`)
		.join(' | ');
}
