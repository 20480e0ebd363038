import { numberAt } from '../../deployment/values/jsonFields';
import type { FlyEvent, FlyMachine } from '../api/types';
import { exitText, isGoodExit, isRequestedStop, isRestarting } from './exitEvent';
import { wasRunning } from './machineRest';

/** How often a machine's program ended by itself since it was first started, and what came of the last time. */
export interface ProgramExits {
	readonly count: number;
	/** Why it does not run any more; null while it was started again, or never ended. */
	readonly dead: string | null;
	/** The last end: `exit code 1`. */
	readonly last: string | null;
}

const runningStates = new Set(['started', 'starting', 'restarting']);

/** How the program of a machine at rest failed since the machine was last changed; null where it did not. */
export function crashText(machine: FlyMachine): string | null {
	if (wasRunning(machine)) return null;
	const events = machine.events ?? [];
	const change = events.findIndex(({ type }) => type === 'update' || type === 'launch');
	const exit = events.slice(0, change < 0 ? 0 : change).find(({ type }) => type === 'exit');
	return !exit || isRequestedStop(exit) || isGoodExit(exit) ? null : exitText(exit);
}

/** @param events oldest first, since the change that is looked at. */
export function programExits(machine: FlyMachine, events: readonly FlyEvent[]): ProgramExits {
	const start = events.findIndex(({ type, status }) => type === 'start' && status === 'started');
	const since = start < 0 ? [] : events.slice(start + 1);
	const exits = since.filter((event) => event.type === 'exit' && !isRequestedStop(event));
	const last = exits.at(-1);
	if (!last) return { count: 0, dead: null, last: null };
	const restarted =
		isRestarting(last) ||
		since.slice(since.indexOf(last)).some(({ type }) => type === 'start') ||
		runningStates.has(machine.state ?? '');
	// Fly lists the newest events only; its own count goes back further.
	const count = Math.max(exits.length, numberAt(last.request, 'restart_count') ?? 0);
	return { count, dead: restarted ? null : exitText(last), last: exitText(last) };
}
