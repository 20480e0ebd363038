import type { Reachability } from './model';

/** A monitor's interval, at its default. */
export const monitorIntervalMs = 60_000;

/** What the monitor last saw: a change shows with its next look. */
export function reachableAt(known: Reachability | undefined, nowMs: number): boolean {
	if (known === undefined) return true;
	return nowMs >= known.sinceMs + monitorIntervalMs ? known.isUp : !known.isUp;
}
