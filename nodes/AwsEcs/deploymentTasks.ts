import type { Service, Task } from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { attempt } from '../shared/waiting/attempt';
import type { FleetReading } from './finding';
import { stopReasons, tasksOfService } from './runningTasks';
import { readServiceRevisions, whereReadable } from './serviceDeployments';
import type { ServiceReference } from './services';
import type { Ecs } from './transport';

/** Stopped tasks that are looked at: the newest of an hour. */
const mostStoppedTasks = 100;

/** What runs of a deployment that ECS says is done. */
export async function readFleetOf(
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	done: {
		readonly deploymentId: string;
		readonly revisionArn: string | undefined;
		readonly sizeWhenDone: number | undefined;
	},
): Promise<FleetReading> {
	const { deploymentId, revisionArn, sizeWhenDone } = done;
	const isScaledDown = (service.desiredCount ?? 0) === 0;
	const [tasks, revisions] = await Promise.all([
		isScaledDown
			? (sizeWhenDone ?? 0) > 0
				? tasksThatRan(ecs, reference, deploymentId)
				: []
			: tasksOfService(ecs, reference, 'RUNNING'),
		revisionArn ? whereReadable(ecs, readServiceRevisions(ecs, [revisionArn])) : undefined,
	]);
	return { tasks, revision: revisionArn === undefined ? undefined : revisions?.get(revisionArn), sizeWhenDone };
}

/** Tasks that ran well until the service was scaled to none: they show what the deployment put in place. */
async function tasksThatRan(ecs: Ecs, reference: ServiceReference, deploymentId: string): Promise<Task[]> {
	const stopped = await tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks);
	return stopped
		.filter((task) => task.startedBy === deploymentId && task.startedAt !== undefined && !isFailure(task))
		.map((task) => ({ ...task, lastStatus: 'RUNNING' }));
}

/** Whether a task ended for a fault of its own: not replaced, scaled in, interrupted as Spot capacity, or stopped by somebody. */
function isFailure({ stopCode, stoppedReason }: Task): boolean {
	return (
		stopCode === 'EssentialContainerExited' ||
		stopCode === 'TaskFailedToStart' ||
		/health/i.test(stoppedReason ?? '')
	);
}

/** Why tasks of a deployment failed after a time; empty when none did. */
export async function failuresSince(
	ecs: Ecs,
	reference: ServiceReference,
	deploymentId: string,
	since: Date | undefined,
): Promise<string> {
	return await whyStopped(
		ecs,
		reference,
		deploymentId,
		(task) => isFailure(task) && (task.stoppingAt ?? task.stoppedAt ?? new Date()) > (since ?? new Date(0)),
	);
}

/** Why tasks of a deployment stopped; empty when none did. The scheduler also stops what is merely replaced. */
export async function whyStopped(
	ecs: Ecs,
	reference: ServiceReference,
	deploymentId: string,
	isTold: (task: Task) => boolean = (task) => task.stopCode !== 'ServiceSchedulerInitiated' || isFailure(task),
): Promise<string> {
	const read = await attempt(tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks));
	if (!read.ok) {
		return read.error instanceof AwsRequestError
			? `Why its tasks stopped cannot be read (${read.error.code ?? 'no answer'})`
			: 'Why its tasks stopped cannot be read';
	}
	return stopReasons(read.value.filter((task) => task.startedBy === deploymentId && isTold(task)));
}

/** `2 tasks RUNNING, health UNKNOWN`: tasks that run may still not pass their checks. */
export async function healthOf(ecs: Ecs, reference: ServiceReference, deploymentId: string): Promise<string> {
	const read = await attempt(tasksOfService(ecs, reference, 'RUNNING', mostStoppedTasks));
	if (!read.ok) return 'Its tasks cannot be read';
	const counts = new Map<string, number>();
	for (const { startedBy, lastStatus, healthStatus } of read.value) {
		if (startedBy !== deploymentId) continue;
		const state = `${lastStatus ?? ''}, health ${healthStatus ?? 'UNKNOWN'}`;
		counts.set(state, (counts.get(state) ?? 0) + 1);
	}
	return [...counts].map(([state, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} ${state}`).join('; ');
}
