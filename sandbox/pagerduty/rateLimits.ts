import type { SandboxClock } from '../kernel/clock';

const windowMs = 60_000;

/** What PagerDuty takes of one integration key in a minute, before it answers 429. */
export const defaultEventsPerMinute = 480;

/** Events of the last minute, of one integration. */
export class EventRateLimit {
	private takenAtMs: number[] = [];

	private eventsPerMinute = defaultEventsPerMinute;

	constructor(private readonly clock: SandboxClock) {}

	/** Whether one more is taken now; an event that is refused does not count. */
	take(): boolean {
		const now = this.clock.now();
		this.takenAtMs = this.takenAtMs.filter((atMs) => atMs > now - windowMs);
		if (this.takenAtMs.length >= this.eventsPerMinute) return false;
		this.takenAtMs.push(now);
		return true;
	}

	/** Another limit from now on: 0 takes nothing. */
	set(eventsPerMinute: number): void {
		this.eventsPerMinute = eventsPerMinute;
	}

	reset(): void {
		this.takenAtMs = [];
		this.eventsPerMinute = defaultEventsPerMinute;
	}
}
