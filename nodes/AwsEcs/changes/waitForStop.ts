import type { Task } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { OperationFailure } from '../../shared/operation/errors';
import { readTask } from '../api/tasks';
import type { Ecs } from '../api/types';
import { waitUntil } from './waitUntil';

/** Waits until a task that was told to stop has stopped. @throws OperationFailure when nobody saw that. */
export async function waitForStop(
	ecs: Ecs,
	cluster: string,
	task: Task,
	wait: { readonly timeoutMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<Task> {
	const what = `Stopping of task ${nameInArn(task.taskArn)}`;
	const waited = await waitUntil<Task>({
		what,
		...wait,
		first: task,
		goesOn: 'ECS goes on stopping it: use Get to see how it ended',
		read: async () => await readTask(ecs, cluster, task.taskArn ?? ''),
		assess: ({ lastStatus = '' }) => ({ phase: lastStatus === 'STOPPED' ? 'succeeded' : 'pending', seen: lastStatus }),
	});
	if (waited.outcome === 'succeeded') return waited.value;
	throw waited.outcome === 'unseen' ? waited.failure : new OperationFailure(`${what} failed`, 'Look at it with Get');
}
