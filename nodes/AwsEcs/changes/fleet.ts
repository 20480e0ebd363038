import type { Service, Task } from '@aws-sdk/client-ecs';

import { readServiceRevisions } from '../api/serviceDeployments';
import { tasksOfService } from '../api/tasks';
import type { Ecs, ServiceReference } from '../api/types';
import { whereReadable } from '../api/whereReadable';
import type { Fleet } from '../state/fleet';
import { isOwnFailure } from '../state/stopReasons';

/** Stopped tasks that are looked at: the newest of an hour. */
export const mostStoppedTasks = 100;

/** What runs of a deployment that ECS calls done. */
export async function readFleet(
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	done: {
		readonly deploymentId: string;
		readonly revisionArn: string | undefined;
		readonly sizeWhenDone: number | undefined;
	},
): Promise<Fleet> {
	const { deploymentId, revisionArn, sizeWhenDone } = done;
	const readTasks = async (): Promise<Task[]> => {
		if ((service.desiredCount ?? 0) > 0) return await tasksOfService(ecs, reference, 'RUNNING');
		return (sizeWhenDone ?? 0) > 0 ? await tasksThatRan(ecs, reference, deploymentId) : [];
	};
	const [tasks, revisions] = await Promise.all([
		readTasks(),
		revisionArn ? whereReadable(ecs, readServiceRevisions(ecs, [revisionArn])) : undefined,
	]);
	return { tasks, revision: revisionArn === undefined ? undefined : revisions?.get(revisionArn), sizeWhenDone };
}

/** Tasks that ran well until the service was scaled to none: they show what the deployment put in place. */
async function tasksThatRan(ecs: Ecs, reference: ServiceReference, deploymentId: string): Promise<Task[]> {
	const stopped = await tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks);
	return stopped
		.filter((task) => task.startedBy === deploymentId && task.startedAt !== undefined && !isOwnFailure(task))
		.map((task) => ({ ...task, lastStatus: 'RUNNING' }));
}
