import type { ManualClock } from '../../sandbox/kernel/clock';

const dayMs = 86_400_000;

/** Moves the clock into the next tenth day of a month, of whatever month it is. */
export function advanceToTenth(clock: ManualClock): void {
	const now = new Date(clock.now());
	const later = now.getUTCDate() >= 10 ? 1 : 0;
	clock.advance(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + later, 10, 12) - now.getTime());
}

/** Moves it into the first day of the next month. */
export function advanceToFirst(clock: ManualClock): void {
	const now = new Date(clock.now());
	clock.advance(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 6) - now.getTime());
}

export function advanceDays(clock: ManualClock, days: number): void {
	clock.advance(days * dayMs);
}

export function monthNow(clock: ManualClock): string {
	return new Date(clock.now()).toISOString().slice(0, 7);
}
