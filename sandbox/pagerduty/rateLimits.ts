import type { SandboxClock } from '../kernel/clock';

const windowMs = 60_000;

/** What PagerDuty accepts of one integration key in a minute, before it answers 429. */
export const defaultEventsPerMinute = 480;

/** Events of the last minute, of one integration. */
export class EventRateLimit {
	private acceptedAtMs: number[] = [];

	private eventsPerMinute = defaultEventsPerMinute;

	constructor(private readonly clock: SandboxClock) {}

	/** Whether one more is accepted now; an event that is refused does not count. */
	accept(): boolean {
		const now = this.clock.now();
		this.acceptedAtMs = this.acceptedAtMs.filter((atMs) => atMs > now - windowMs);
		if (this.acceptedAtMs.length >= this.eventsPerMinute) return false;
		this.acceptedAtMs.push(now);
		return true;
	}

	/** Another limit from now on: 0 accepts nothing. */
	set(eventsPerMinute: number): void {
		this.eventsPerMinute = eventsPerMinute;
	}

	reset(): void {
		this.acceptedAtMs = [];
		this.eventsPerMinute = defaultEventsPerMinute;
	}
}
