/** A piece of time, in milliseconds since the epoch. */
export interface Span {
	readonly beganMs: number;
	readonly endedMs: number;
}

export const durationMs = ({ beganMs, endedMs }: Span): number => endedMs - beganMs;

/** What is left of a span when all that the others cover is taken away. */
export function ownMs(whole: Span, waits: readonly Span[]): number {
	let waitedMs = 0;
	let coveredUntilMs = whole.beganMs;
	for (const { beganMs, endedMs } of waits.toSorted((left, right) => left.beganMs - right.beganMs)) {
		const fromMs = Math.max(beganMs, coveredUntilMs);
		const untilMs = Math.min(endedMs, whole.endedMs);
		if (untilMs <= fromMs) continue;
		waitedMs += untilMs - fromMs;
		coveredUntilMs = untilMs;
	}
	return durationMs(whole) - waitedMs;
}
