import type { Task } from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { attempt } from '../../shared/waiting/attempt';
import { tasksOfService } from '../api/tasks';
import type { Ecs, ServiceReference } from '../api/types';
import { healthSummary, isOwnFailure, isWorthReporting, stopReasons } from '../state/stopReasons';
import { mostStoppedTasks } from './fleet';

/** Why tasks of a deployment stopped; empty when none did. The scheduler also stops what is merely replaced. */
export async function whyStopped(
	ecs: Ecs,
	reference: ServiceReference,
	deploymentId: string,
	isReported: (task: Task) => boolean = isWorthReporting,
): Promise<string> {
	const read = await attempt(tasksOfService(ecs, reference, 'STOPPED', mostStoppedTasks));
	if (!read.ok) {
		const code = read.error instanceof AwsRequestError ? ` (${read.error.code ?? 'no answer'})` : '';
		return `Why its tasks stopped cannot be read${code}`;
	}
	return stopReasons(read.value.filter((task) => task.startedBy === deploymentId && isReported(task)));
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
		(task) => isOwnFailure(task) && (task.stoppingAt ?? task.stoppedAt ?? new Date()) > (since ?? new Date(0)),
	);
}

/** `2 tasks RUNNING, health UNKNOWN`: tasks that run may still not pass their checks. */
export async function healthOf(ecs: Ecs, reference: ServiceReference, deploymentId: string): Promise<string> {
	const read = await attempt(tasksOfService(ecs, reference, 'RUNNING', mostStoppedTasks));
	if (!read.ok) return 'Its tasks cannot be read';
	return healthSummary(read.value.filter(({ startedBy }) => startedBy === deploymentId));
}
