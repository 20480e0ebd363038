import type { Task } from '@aws-sdk/client-ecs';

/** Why one task stopped: `Essential container in task exited; container app exited with 137 (OutOfMemoryError)`. */
export function stopReason(task: Task): string {
	const containers = (task.containers ?? []).flatMap(({ name, exitCode, reason }) => {
		if (exitCode === undefined && !reason) return [];
		const code = exitCode === undefined ? 'did not start' : `exited with ${exitCode}`;
		return exitCode === 0 && !reason ? [] : [`container ${name ?? ''} ${code}${reason ? ` (${reason})` : ''}`];
	});
	return [task.stoppedReason ?? task.stopCode ?? '', ...containers].filter(Boolean).join('; ');
}

/** Distinct stop reasons, the most frequent first: `3 tasks stopped: ...`. Empty when no task stopped. */
export function stopReasons(tasks: readonly Task[]): string {
	const counts = new Map<string, number>();
	for (const task of tasks) {
		// Ids differ from task to task, and would make every reason a reason of its own.
		const reason = stopReason(task).replace(/\b[0-9a-f]{32}\b/g, '…');
		if (reason !== '') counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	return [...counts]
		.sort(([, left], [, right]) => right - left)
		.slice(0, 3)
		.map(([reason, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} stopped: ${reason}`)
		.join(' | ');
}

/** Whether a task stopped for a fault of its own: not replaced, scaled in, interrupted as Spot capacity, or stopped by somebody. */
export function isOwnFailure({ stopCode, stoppedReason }: Task): boolean {
	return (
		stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart' || /health/i.test(stoppedReason ?? '')
	);
}

/** Whether a task was not merely replaced or scaled in. */
export function isWorthReporting(task: Task): boolean {
	return task.stopCode !== 'ServiceSchedulerInitiated' || isOwnFailure(task);
}

/** `2 tasks RUNNING, health UNKNOWN`: tasks that run may still not pass their checks. */
export function healthSummary(tasks: readonly Task[]): string {
	const counts = new Map<string, number>();
	for (const { lastStatus, healthStatus } of tasks) {
		const state = `${lastStatus ?? ''}, health ${healthStatus ?? 'UNKNOWN'}`;
		counts.set(state, (counts.get(state) ?? 0) + 1);
	}
	return [...counts].map(([state, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} ${state}`).join('; ');
}
