import { isTrueAt, numberAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyEvent } from '../api/types';

/** Older events hold it one level deeper (superfly/fly-go, `MachineRequest.GetExitCode`). */
function exitEventOf({ request }: FlyEvent): unknown {
	return valueAt(request, 'MonitorEvent', 'exit_event') ?? valueAt(request, 'exit_event');
}

export function isRequestedStop(exit: FlyEvent): boolean {
	return isTrueAt(exitEventOf(exit), 'requested_stop');
}

/** Whether Fly says that it starts the program again. */
export function isRestarting(exit: FlyEvent): boolean {
	return isTrueAt(exitEventOf(exit), 'restarting');
}

/** Whether the program ended as a command does that went well. */
export function isGoodExit(exit: FlyEvent): boolean {
	return exitCode(exit) === 0 && !isOutOfMemory(exit);
}

/** `exit code 137, out of memory` */
export function exitText(exit: FlyEvent): string {
	return `exit code ${exitCode(exit) ?? '(not reported)'}${isOutOfMemory(exit) ? ', out of memory' : ''}`;
}

function isOutOfMemory(exit: FlyEvent): boolean {
	return isTrueAt(exitEventOf(exit), 'oom_killed');
}

function exitCode(exit: FlyEvent): number | null {
	const event = exitEventOf(exit);
	return numberAt(event, 'guest_exit_code') ?? numberAt(event, 'exit_code');
}
