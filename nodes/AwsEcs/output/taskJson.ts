import type { Task } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../shared/aws/arn';
import { redactedJson } from '../state/redactedJson';
import { stopReason } from '../state/stopReasons';

/** A task as an item's JSON; as ECS gave it, but without the values of its overrides' variables, when `raw`. */
export function taskJson(task: Task, raw: boolean): IDataObject {
	if (raw) return redactedJson(task) ?? {};
	const isStopped = task.lastStatus === 'STOPPED';
	return {
		id: nameInArn(task.taskArn),
		arn: task.taskArn ?? null,
		cluster: nameInArn(task.clusterArn),
		group: task.group ?? null,
		version: nameInArn(task.taskDefinitionArn),
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
