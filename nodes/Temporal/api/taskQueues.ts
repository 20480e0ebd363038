import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { clock } from '../../shared/waiting/clock';
import { readFound } from './readFound';
import type { Poller, QueueSight, TaskQueueInfo } from './types';

export async function readPollers(
	client: PlatformClient,
	namespace: string,
	queue: TaskQueueInfo,
): Promise<QueueSight> {
	const found = await readFound<{ pollers?: readonly Poller[] }>(
		client,
		{
			path: path`/api/v1/namespaces/${namespace}/task-queues/${queue.name ?? ''}`,
			query: { taskQueueType: queue.type ?? 'TASK_QUEUE_TYPE_WORKFLOW' },
		},
		clock.now(),
	);
	return { queue, pollers: found?.body.pollers ?? [], serverMs: found?.serverMs ?? clock.now() };
}
