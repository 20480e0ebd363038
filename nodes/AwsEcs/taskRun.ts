import type { Failure, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/cancelSignal';
import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { timedOut, type PollVerdict } from '../shared/pollUntil';
import { followUntil } from './followUntil';
import { readTasks, stopReason } from './runningTasks';
import { nameOf } from './services';
import { revisionName } from './taskDefinitions';
import { taskJson } from './taskJson';
import type { Ecs } from './transport';

/** ECS answers 200 also when it placed none: the reasons are in `failures`. */
export function requirePlaced(
	definition: TaskDefinition,
	count: number,
	tasks: readonly Task[],
	failures: readonly Failure[],
): void {
	if (failures.length === 0 && tasks.length === count) return;
	const reasons = [
		...new Set(failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '))),
	];
	throw new OperationFailure(
		`ECS started ${tasks.length} of ${count} tasks of ${revisionName(definition)}: ${reasons.join('; ') || 'it gave no reason'}`,
		tasks.length > 0
			? 'Those that were started go on: wait for them, or stop them. Then give the cluster capacity and run this again'
			: 'Nothing was started. Give the cluster capacity, or run this again later',
		{ started: tasks.map((task) => nameOf(task.taskArn)) },
	);
}

/** Waits until tasks have stopped. @throws OperationFailure when a judged container ended otherwise than with 0. */
export async function waitForExit(
	context: OperationContext,
	ecs: Ecs,
	wait: {
		readonly cluster: string;
		readonly definition: TaskDefinition;
		readonly judged: readonly string[];
		readonly timeoutMs: number;
		readonly raw: boolean;
		readonly tasks: readonly Task[];
	},
): Promise<IDataObject[]> {
	const arns = wait.tasks.map(({ taskArn }) => taskArn ?? '');
	const what = `Running of ${revisionName(wait.definition)} as task ${arns.map(nameOf).join(', ')}`;
	const result = await followUntil<Task[]>({
		what,
		timeoutMs: wait.timeoutMs,
		first: [...wait.tasks],
		goesOn: 'The tasks go on by themselves: look at them with Get before you run them again',
		cancelSignal: cancelSignalOf(context),
		read: async () => await readTasks(ecs, wait.cluster, arns),
		judge: (tasks): PollVerdict => {
			const stopped = tasks.filter(({ lastStatus }) => lastStatus === 'STOPPED').length;
			const states = [...new Set(tasks.map(({ lastStatus }) => lastStatus ?? ''))].join(', ');
			return {
				phase: tasks.length === arns.length && stopped === arns.length ? 'good' : 'pending',
				seen: `${stopped} of ${arns.length} have stopped${states ? ` (${states})` : ''}`,
			};
		},
	});
	if (result.outcome !== 'good') {
		const failure = timedOut(what, result.waitedMs, result.outcome === 'timeout' ? result.seen : '');
		throw new OperationFailure(failure.message, 'It goes on by itself: look at its log, wait longer, or stop it');
	}
	const bad = result.value.filter((task) => !isGood(task, wait.judged));
	if (bad.length > 0) {
		throw new OperationFailure(
			`${bad.length} of ${arns.length} tasks of ${revisionName(wait.definition)} failed: ${bad.map((task) => `${nameOf(task.taskArn)}: ${stopReason(task) || 'no exit code was given'}`).join(' | ')}`,
			'Read the task\'s log with Log Tail, correct what it names, and run it again',
			{ tasks: bad.map((task) => nameOf(task.taskArn)) },
		);
	}
	return result.value.map((task) => ({ ...taskJson(task, wait.raw), verified: true }));
}

/** A container without an exit code did not start: that is not zero. */
function isGood(task: Task, judged: readonly string[]): boolean {
	const containers = (task.containers ?? []).filter(({ name }) => judged.includes(name ?? ''));
	return containers.length > 0 && containers.every(({ exitCode }) => exitCode === 0);
}
