import type { Task } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import { plain } from './redacted';
import { readTasks, stopReason } from './runningTasks';
import { nameOf } from './services';
import { revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** A task as an item's JSON; as ECS gave it, but without the values of its overrides' variables, when `raw`. */
export function taskJson(task: Task, raw: boolean): IDataObject {
	if (raw) return plain(task) ?? {};
	const isStopped = task.lastStatus === 'STOPPED';
	return {
		id: nameOf(task.taskArn),
		arn: task.taskArn ?? null,
		cluster: nameOf(task.clusterArn),
		group: task.group ?? null,
		version: revisionNameOf(task.taskDefinitionArn),
		status: task.lastStatus ?? null,
		desiredStatus: task.desiredStatus ?? null,
		health: task.healthStatus ?? null,
		startedBy: task.startedBy ?? null,
		reason: isStopped ? stopReason(task) : '',
		containers: (task.containers ?? []).map((container) => ({
			name: container.name ?? '',
			image: container.image ?? null,
			digest: container.imageDigest ?? null,
			status: container.lastStatus ?? null,
			exitCode: container.exitCode ?? null,
			reason: container.reason ?? null,
		})),
		createdAt: task.createdAt?.toISOString() ?? null,
		startedAt: task.startedAt?.toISOString() ?? null,
		stoppedAt: task.stoppedAt?.toISOString() ?? null,
	};
}

/** @throws OperationFailure when it is not there, or no longer. */
export async function readTask(ecs: Ecs, cluster: string, task: string): Promise<Task> {
	const [found] = await readTasks(ecs, cluster, [task]);
	if (found) return found;
	throw new OperationFailure(
		`Cluster ${nameOf(cluster)} has no task ${nameOf(task)}`,
		'Choose the task from the list: ECS forgets a stopped one after about an hour',
	);
}
