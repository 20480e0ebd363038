import type { RunTaskRequest, TaskDefinition } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { listTasks, runTask, type RunTaskAnswer } from '../api/tasks';
import type { Ecs } from '../api/types';
import { valuesIn } from '../state/redactedJson';
import { revisionName } from '../state/taskDefinitionName';

/** Pauses before RunTask is asked again what it started: 50 s, after the tries of the retry policy. */
const lookDelaysMs = [5_000, 15_000, 30_000];

/**
 * Starts tasks once. The client token makes every further try of the same request a look: ECS answers with the tasks that
 * it started.
 *
 * @throws EndUnknown when no try was answered, with the tasks that may be these.
 */
export async function startTasks(
	ecs: Ecs,
	request: RunTaskRequest,
	definition: TaskDefinition,
	hasRunKey: boolean,
): Promise<RunTaskAnswer> {
	const startedAtMs = clock.now();
	const run = async () => await runTask(ecs, request, valuesIn({ overrides: request.overrides }));
	return await writeOnce({
		what: `the start of ${request.count ?? 1} tasks of ${revisionName(definition)}`,
		send: run,
		find: run,
		lookDelaysMs,
		maxSends: 1,
		async unclear({ what, error }) {
			const possible = await attempt(startedSince(ecs, request, definition, startedAtMs));
			const tasks = possible.ok ? possible.value : [];
			const where =
				tasks.length > 0
					? `at ${tasks.join(', ')}`
					: `for tasks of family ${definition.family ?? ''} that slipway started`;
			const advice = hasRunKey
				? 'They may run by now. Run it again with the same Run Key: that starts nothing twice'
				: `They may run by now: look ${where} before you run this again, and give it a Run Key`;
			return new EndUnknown(what, error, 'notTried', { tasks }, advice);
		},
	});
}

/** ECS's clock and n8n's may differ by so much. */
const clockToleranceMs = 10_000;

/** Tasks of the family that a run like this has started since; a task does not name its client token. */
async function startedSince(
	ecs: Ecs,
	{ cluster = 'default', startedBy }: RunTaskRequest,
	{ family }: TaskDefinition,
	sinceMs: number,
): Promise<string[]> {
	const tasks = await listTasks(ecs, { cluster, family, startedBy });
	return tasks
		.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= sinceMs - clockToleranceMs)
		.map(({ taskArn }) => nameInArn(taskArn));
}
