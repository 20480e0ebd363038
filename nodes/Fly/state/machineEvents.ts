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

/** Why an image could not be brought up. */
export function launchFailure(events: readonly FlyEvent[]): string | null {
	const failure = events.findLast(({ status }) => status === 'failed');
	return failure ? (textAt(failure.request, 'error') ?? `${failure.type ?? 'launch'} failed`) : null;
}
