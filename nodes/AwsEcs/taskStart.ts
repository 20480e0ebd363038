import {
	type Failure,
	ListTasksCommand,
	RunTaskCommand,
	type RunTaskRequest,
	type Task,
	type TaskDefinition,
} from '@aws-sdk/client-ecs';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { sendWhole } from '../shared/aws/wholeJson';
import { clock } from '../shared/waiting/clock';
import { EndUnknown } from '../shared/waiting/endUnknown';
import { attempt } from '../shared/waiting/attempt';
import { valuesIn } from './redacted';
import { readTasks } from './runningTasks';
import { nameOf } from './services';
import { revisionName } from './taskDefinitions';
import type { Ecs } from './transport';

/** Pauses before RunTask is asked again what it started: 50 s, after the tries of the retry policy. */
const lookDelaysMs = [5_000, 15_000, 30_000];

interface StartedTasks {
	readonly tasks: readonly Task[];
	readonly failures: readonly Failure[];
}

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
): Promise<StartedTasks> {
	const beganAtMs = clock.now();
	const send = async (): Promise<StartedTasks> => {
		const { tasks = [], failures = [] } = await ecs.call(
			'RunTask',
			async (client) => {
				const command = new RunTaskCommand(request);
				sendWhole(command, request);
				return await client.send(command);
			},
			{ safeToRepeat: true, secretValues: valuesIn({ overrides: request.overrides }) },
		);
		return { tasks, failures };
	};
	let lost: AwsRequestError | undefined;
	for (const delayMs of [0, ...lookDelaysMs]) {
		await clock.sleep(delayMs);
		const sent = await attempt(send());
		if (sent.ok) return sent.value;
		if (!(sent.error instanceof AwsRequestError && sent.error.mayHaveHappened)) throw sent.error;
		lost = sent.error;
	}
	const possible = await attempt(startedSince(ecs, request, definition, beganAtMs));
	const tasks = possible.ok ? possible.value : [];
	const where = tasks.length > 0 ? `at ${tasks.join(', ')}` : `for tasks of family ${definition.family ?? ''} that slipway started`;
	throw new EndUnknown(
		`the start of ${request.count ?? 1} tasks of ${revisionName(definition)}`,
		lost,
		'notTried',
		{ tasks },
		hasRunKey
			? 'They may run by now. Run it again with the same Run Key: that starts nothing twice'
			: `They may run by now: look ${where} before you run this again, and give it a Run Key`,
	);
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
	const { taskArns = [] } = await ecs.call('ListTasks', async (client) =>
		await client.send(new ListTasksCommand({ cluster, family, startedBy })),
	);
	const tasks = await readTasks(ecs, cluster, taskArns);
	return tasks
		.filter(({ createdAt }) => (createdAt?.getTime() ?? 0) >= sinceMs - clockToleranceMs)
		.map(({ taskArn }) => nameOf(taskArn));
}
