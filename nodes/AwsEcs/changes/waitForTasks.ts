import type { Failure, Task, TaskDefinition } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { OperationFailure } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import type { PollAssessment } from '../../shared/waiting/pollUntil';
import { readTasks } from '../api/tasks';
import type { Ecs } from '../api/types';
import { revisionName } from '../state/taskDefinitionName';
import { isDecided, type Judged, taskFailure } from '../state/taskResult';
import { type Waited, waitUntil } from './waitUntil';

/** ECS answers 200 also when it placed none: the reasons are in `failures`. @throws OperationFailure */
export function requirePlaced(
	definition: TaskDefinition,
	count: number,
	tasks: readonly Task[],
	failures: readonly Failure[],
): void {
	if (failures.length === 0 && tasks.length === count) return;
	const reasons = [...new Set(failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': ')))];
	throw new OperationFailure(
		`ECS started ${tasks.length} of ${count} tasks of ${revisionName(definition)}: ${reasons.join('; ') || 'it gave no reason'}`,
		tasks.length > 0
			? 'The tasks that were started go on: wait for them, or stop them. Then give the cluster capacity and run this again'
			: 'Nothing was started. Give the cluster capacity, or run this again later',
		{ started: tasks.map((task) => nameInArn(task.taskArn)) },
	);
}

/** How long ECS may not know a task that it has just started. */
const noticeMs = 60_000;

export interface AwaitedTasks {
	readonly cluster: string;
	readonly definition: TaskDefinition;
	readonly judged: Judged;
	readonly timeoutMs: number;
	readonly tasks: readonly Task[];
	readonly cancelSignal: AbortSignal | undefined;
}

/**
 * Waits until tasks have stopped, or the containers that count have.
 *
 * @throws OperationFailure when one failed; EndUnknown when nobody saw how they ended.
 */
export async function waitForTasks(ecs: Ecs, awaited: AwaitedTasks): Promise<Task[]> {
	const { cluster, definition, judged, tasks } = awaited;
	const arns = tasks.map(({ taskArn = '' }) => taskArn);
	const what = `Running of ${revisionName(definition)} as task ${arns.map(nameInArn).join(', ')}`;
	const looks = createLooks(ecs, cluster, arns, judged);
	const waited = await waitUntil<Task[]>({
		what,
		timeoutMs: awaited.timeoutMs,
		first: [...tasks],
		goesOn: 'The tasks go on by themselves: look at them with Get before you run them again',
		cancelSignal: awaited.cancelSignal,
		...looks,
	});
	if (waited.outcome !== 'succeeded') throw endUnknown(what, arns, waited, looks.forgotten());
	requireSuccess(waited.value, definition, judged);
	return waited.value;
}

/** Tasks that have ended are kept: ECS forgets them after an hour, while others go on. */
function createLooks(ecs: Ecs, cluster: string, arns: readonly string[], judged: Judged) {
	const ended = new Map<string, Task>();
	const startedAtMs = clock.now();
	let forgotten: readonly string[] = [];
	return {
		async read(): Promise<Task[]> {
			const left = arns.filter((arn) => !ended.has(arn));
			const found = left.length > 0 ? await readTasks(ecs, cluster, left) : [];
			for (const task of found) {
				if (task.lastStatus === 'STOPPED' || (task.desiredStatus === 'RUNNING' && isDecided(task, judged))) {
					ended.set(task.taskArn ?? '', task);
				}
			}
			forgotten = left.filter((arn) => !found.some(({ taskArn }) => taskArn === arn));
			return [...ended.values(), ...found.filter(({ taskArn = '' }) => !ended.has(taskArn))];
		},
		assess(tasks: readonly Task[]): PollAssessment {
			const states = [...new Set(tasks.map(({ lastStatus }) => lastStatus ?? ''))].join(', ');
			const seen = `${ended.size} of ${arns.length} have stopped${states ? ` (${states})` : ''}`;
			if (ended.size === arns.length) return { phase: 'succeeded', seen };
			const isGone = forgotten.length > 0 && clock.now() - startedAtMs >= noticeMs;
			return isGone ? { phase: 'failed', seen } : { phase: 'pending', seen };
		},
		/** Tasks that ECS did not know at the last look. */
		forgotten: () => forgotten,
	};
}

function endUnknown(
	what: string,
	arns: readonly string[],
	waited: Waited<Task[]>,
	forgotten: readonly string[],
): EndUnknown {
	const tasks = { tasks: arns.map(nameInArn) };
	if (waited.outcome === 'unseen') {
		const advice =
			waited.why === 'lost' ? waited.failure.advice : 'It goes on by itself: look at its log, wait longer, or stop it';
		return new EndUnknown(what, waited.failure, 'notTried', tasks, advice);
	}
	const cause = `ECS does not know ${forgotten.map(nameInArn).join(', ')} any more`;
	return new EndUnknown(
		what,
		cause,
		'notTried',
		tasks,
		'Look at its log before you run it again: it may have done its work',
	);
}

function requireSuccess(tasks: readonly Task[], definition: TaskDefinition, judged: Judged): void {
	const failures = tasks.flatMap((task) => {
		const why = taskFailure(task, judged);
		return why === '' ? [] : [{ id: nameInArn(task.taskArn), why }];
	});
	if (failures.length === 0) return;
	throw new OperationFailure(
		`${failures.length} of ${tasks.length} tasks of ${revisionName(definition)} failed: ${failures.map(({ id, why }) => `${id}: ${why}`).join(' | ')}`,
		"Read the task's log with Log Tail, fix what it names, and run the task again",
		{ tasks: failures.map(({ id }) => id) },
	);
}
