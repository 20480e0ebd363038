import type { Failure, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { clock } from '../shared/waiting/clock';
import { EndUnknown } from '../shared/waiting/endUnknown';
import { OperationFailure } from '../shared/operation/errors';
import type { OperationContext } from '../shared/operation/operation';
import type { PollAssessment } from '../shared/waiting/pollUntil';
import { followUntil } from './followUntil';
import { readTasks } from './runningTasks';
import { nameOf } from './services';
import { revisionName } from './taskDefinitions';
import { failureOf, isDecided, type Judged } from './taskEnd';
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

/** How long ECS may not know a task that it has just started. */
const noticeMs = 60_000;

/**
 * Waits until tasks have stopped, or the containers that count have.
 *
 * @throws OperationFailure when one did not end well; EndUnknown when nobody saw how they ended.
 */
export async function waitForExit(
	context: OperationContext,
	ecs: Ecs,
	wait: {
		readonly cluster: string;
		readonly definition: TaskDefinition;
		readonly judged: Judged;
		readonly timeoutMs: number;
		readonly raw: boolean;
		readonly tasks: readonly Task[];
	},
): Promise<IDataObject[]> {
	const arns = wait.tasks.map(({ taskArn }) => taskArn ?? '');
	const what = `Running of ${revisionName(wait.definition)} as task ${arns.map(nameOf).join(', ')}`;
	// Those that have ended are kept: ECS forgets them after an hour, while others go on.
	const ended = new Map<string, Task>();
	const startedAtMs = clock.now();
	let forgotten: readonly string[] = [];
	const result = await followUntil<Task[]>({
		what,
		timeoutMs: wait.timeoutMs,
		first: [...wait.tasks],
		goesOn: 'The tasks go on by themselves: look at them with Get before you run them again',
		cancelSignal: cancelSignalOf(context),
		async read() {
			const left = arns.filter((arn) => !ended.has(arn));
			const found = left.length > 0 ? await readTasks(ecs, wait.cluster, left) : [];
			for (const task of found) {
				if (task.lastStatus === 'STOPPED' || (task.desiredStatus === 'RUNNING' && isDecided(task, wait.judged))) {
					ended.set(task.taskArn ?? '', task);
				}
			}
			forgotten = left.filter((arn) => !found.some(({ taskArn }) => taskArn === arn));
			return [...ended.values(), ...found.filter(({ taskArn = '' }) => !ended.has(taskArn))];
		},
		judge(tasks): PollAssessment {
			const states = [...new Set(tasks.map(({ lastStatus }) => lastStatus ?? ''))].join(', ');
			const seen = `${ended.size} of ${arns.length} have stopped${states ? ` (${states})` : ''}`;
			if (ended.size === arns.length) return { phase: 'succeeded', seen };
			const isGone = forgotten.length > 0 && clock.now() - startedAtMs >= noticeMs;
			return isGone ? { phase: 'failed', seen } : { phase: 'pending', seen };
		},
	});
	const tasks = { tasks: arns.map(nameOf) };
	if (result.outcome === 'unseen') {
		const advice = result.why === 'lost' ? result.failure.advice : 'It goes on by itself: look at its log, wait longer, or stop it';
		throw new EndUnknown(what, result.failure, 'notTried', tasks, advice);
	}
	if (result.outcome === 'failed') {
		const cause = `ECS does not know ${forgotten.map(nameOf).join(', ')} any more`;
		throw new EndUnknown(what, cause, 'notTried', tasks, 'Look at its log before you run it again: it may have done its work');
	}
	const bad = result.value.flatMap((task) => {
		const why = failureOf(task, wait.judged);
		return why === '' ? [] : [`${nameOf(task.taskArn)}: ${why}`];
	});
	if (bad.length > 0) {
		throw new OperationFailure(
			`${bad.length} of ${arns.length} tasks of ${revisionName(wait.definition)} failed: ${bad.join(' | ')}`,
			'Read the task\'s log with Log Tail, correct what it names, and run it again',
			{ tasks: bad.map((each) => each.slice(0, each.indexOf(':'))) },
		);
	}
	return result.value.map((task) => ({ ...taskJson(task, wait.raw), verified: true }));
}
