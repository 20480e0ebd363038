import { textAt } from '../../deployment/values/jsonFields';
import type { FlyEvent, FlyMachine } from '../api/types';

/** Oldest first: what happened after the event, or all that is known when it is too long ago to be listed. */
export function eventsSince(machine: FlyMachine | undefined, lastEventId: string | null): FlyEvent[] {
	const events = machine?.events ?? [];
	const index = lastEventId === null ? -1 : events.findIndex(({ id }) => id === lastEventId);
	return (index < 0 ? [...events] : events.slice(0, index)).reverse();
}

/** What happened after another look at the same machine. */
export function eventsAfter(before: FlyMachine, now: FlyMachine): FlyEvent[] {
	return eventsSince(now, newestEventId(before));
}

export function newestEventId(machine: FlyMachine | undefined): string | null {
	return machine?.events?.[0]?.id ?? null;
}

/** A machine's newest update: the events up to it, the update first, and when the machine was last started since; null where that is not told. */
export function lastUpdateOf({ events }: FlyMachine): {
	readonly sinceUpdate: readonly FlyEvent[];
	readonly startedAtMs: number | null;
} {
	const all = events ?? [];
	const index = all.findIndex(({ type }) => type === 'update');
	const after = index < 0 ? all : all.slice(0, index);
	const started = after.find(({ type, status }) => type === 'start' && status === 'started');
	return { sinceUpdate: index < 0 ? [] : all.slice(index), startedAtMs: started?.timestamp ?? null };
}

/** Why an image could not be brought up. */
export function launchFailure(events: readonly FlyEvent[]): string | null {
	const failure = events.findLast(({ status }) => status === 'failed');
	return failure ? (textAt(failure.request, 'error') ?? `${failure.type ?? 'launch'} failed`) : null;
}
