import type { Container, ContainerDefinition, Task } from '@aws-sdk/client-ecs';

import { workersIn } from './containerRoles';

/** Whose exit codes decide whether a task ended well. */
export interface Judged {
	readonly containers: readonly string[];
	/** A person named it, so its code counts whatever the others did. */
	readonly isChosen: boolean;
}

/** What decides where nobody named a container: the essential ones that do not only serve others. */
export function judgedOf(containers: readonly ContainerDefinition[]): Judged {
	return { containers: workersIn(containers), isChosen: false };
}

/** SIGTERM's and SIGKILL's exit codes: what ECS stops a task's other containers with once an essential one has ended. */
const stopExitCodes: readonly number[] = [137, 143];

/** Stop codes of what ended a task from outside, before its containers were done. */
const outsideStopCodes: readonly string[] = [
	'UserInitiated',
	'ServiceSchedulerInitiated',
	'SpotInterruption',
	'TerminationNotice',
	'TaskFailedToStart',
];

/** Whether ECS stopped a container, which says nothing of its work. A `reason` such as OutOfMemoryError is its own end. */
function isStoppedByEcs({ exitCode, reason }: Container): boolean {
	return !reason && (exitCode === undefined || stopExitCodes.includes(exitCode));
}

/**
 * Why a stopped task did not end well; empty when it did. An essential container that ends has ECS stop all others, so
 * theirs are no failures: what ended by itself must have ended with 0. A program that is stopped from outside may end
 * with 0, too, without having done its work.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function taskFailure(task: Task, { containers: names, isChosen }: Judged): string {
	const containers = task.containers ?? [];
	const judged = containers.filter(({ name }) => names.includes(name ?? ''));
	const why = task.stoppedReason ?? task.stopCode ?? '';
	if (task.stopCode !== undefined && outsideStopCodes.includes(task.stopCode)) {
		return endsOf(
			why || task.stopCode,
			containers.filter(({ exitCode }) => exitCode !== 0),
		);
	}
	const isFailed = (container: Container): boolean =>
		container.exitCode !== 0 && (isChosen || !isStoppedByEcs(container));
	// One that fell over before has its own reason; the others may then have been stopped half way, and ended with 0.
	const fallen = isChosen ? [] : containers.filter(({ reason, exitCode }) => reason && exitCode !== 0);
	const failed = [...new Set([...judged.filter(isFailed), ...fallen])];
	const hasEndedWell = judged.some(({ exitCode }) => exitCode === 0);
	if (hasEndedWell && failed.length === 0) return '';
	return endsOf(why, failed.length > 0 ? failed : judged.length > 0 ? judged : containers);
}

/** Whether the judged containers have ended though others of the task go on, as a sidecar may for ever. */
export function isDecided(task: Task, { containers: names }: Judged): boolean {
	const judged = (task.containers ?? []).filter(({ name }) => names.includes(name ?? ''));
	return (
		judged.length === names.length &&
		judged.every(({ lastStatus, exitCode }) => lastStatus === 'STOPPED' && exitCode !== undefined)
	);
}

function endsOf(why: string, containers: readonly Container[]): string {
	const ends = containers.map(({ name = '', exitCode, reason }) => {
		const end = exitCode === undefined ? 'gave no exit code' : `exited with ${exitCode}`;
		return `container ${name} ${end}${reason ? ` (${reason})` : ''}`;
	});
	return [why, ...ends].filter(Boolean).join('; ') || 'ECS gave no reason';
}
