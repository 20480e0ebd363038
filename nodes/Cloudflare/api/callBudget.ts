/** Cloudflare accepts so many calls of a user in that time, and then none at all for as long again. */
const callsInWindow = 1_200;
const windowMs = 300_000;

/** Of those, kept for failover: two records and a pool for every name that could fail at once. */
export const keptForFailover = 200;

/**
 * How many calls are left, by what was sent from here and by what Cloudflare's answers say of all users of the token.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export class CallBudget {
	private sentAtMs: number[] = [];

	private told: { readonly remaining: number; readonly untilMs: number } | undefined;

	/** Notes one call. */
	send(nowMs: number): void {
		this.sentAtMs = this.sentAtMs.filter((atMs) => atMs > nowMs - windowMs);
		this.sentAtMs.push(nowMs);
	}

	/** Notes what an answer says: `"default";r=50;t=30` is 50 more calls within the next 30 s. */
	hear(header: string | undefined, nowMs: number): void {
		const [, remaining, seconds] = /r=(\d+);\s*t=(\d+)/.exec(header ?? '') ?? [];
		if (remaining === undefined || seconds === undefined) return;
		this.told = { remaining: Number(remaining), untilMs: nowMs + Number(seconds) * 1000 };
	}

	/** How long to wait until a call leaves failover its part; 0 where it does already. */
	waitMs(nowMs: number): number {
		const byUs = this.sentAtMs.filter((atMs) => atMs > nowMs - windowMs);
		const oldestCounted = byUs[byUs.length - (callsInWindow - keptForFailover)];
		const untilMs = Math.max(
			oldestCounted === undefined ? 0 : oldestCounted + windowMs,
			this.told !== undefined && this.told.remaining <= keptForFailover ? this.told.untilMs : 0,
		);
		return Math.max(0, untilMs - nowMs);
	}
}
