/** How often a waiting operation looks, as data. */
export interface PollPolicy {
	readonly firstIntervalMs: number;
	readonly maxIntervalMs: number;
	/** Share of the time waited so far that the next interval may add: 0.1 notices within 10 % of the wait. */
	readonly growth: number;
}

/** Notices a 10 s deploy within 1 s and a 10 min one within 5 s, in about 140 reads for the latter. */
export const defaultPollPolicy: PollPolicy = {
	firstIntervalMs: 1_000,
	maxIntervalMs: 5_000,
	growth: 0.1,
};

/** The pause before the next look, never past the deadline: `remainingMs` caps it. */
export function nextPollDelayMs(policy: PollPolicy, elapsedMs: number, remainingMs: number): number {
	const wanted = Math.min(
		policy.maxIntervalMs,
		Math.max(policy.firstIntervalMs, Math.round(elapsedMs * policy.growth)),
	);
	return Math.max(0, Math.min(wanted, remainingMs));
}
