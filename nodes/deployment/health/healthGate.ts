/** One look at a service, judged. */
export interface HealthCheckResult {
	/** Milliseconds since the epoch, when the look began. */
	readonly atMs: number;
	readonly status: number | null;
	/** Null for a good one. */
	readonly reason: string | null;
	readonly bodyExcerpt: string;
	/** Null when no answer came. */
	readonly latencyMs: number | null;
	readonly version: string | null;
}

export interface HealthFailure {
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly status: number | null;
	readonly reason: string;
	readonly bodyExcerpt: string;
}

/** What a gate has seen so far. The first failure is kept: later ones are often only its consequences. */
export interface HealthGateState {
	readonly checks: number;
	/** Good looks in a row, up to now. */
	readonly consecutive: number;
	readonly firstFailure: HealthFailure | null;
	readonly lastFailure: HealthFailure | null;
	/** The last failure's, null after a good look. */
	readonly reasonNow: string | null;
	/** Of every answer that came, in order. */
	readonly latenciesMs: readonly number[];
	/** The last version that was read. */
	readonly version: string | null;
}

export const newHealthGate: HealthGateState = {
	checks: 0,
	consecutive: 0,
	firstFailure: null,
	lastFailure: null,
	reasonNow: null,
	latenciesMs: [],
	version: null,
};

/** A bad look begins the count again: a service that flaps is not healthy. */
export function addCheck(state: HealthGateState, check: HealthCheckResult): HealthGateState {
	const failure: HealthFailure | null =
		check.reason === null
			? null
			: {
					at: new Date(check.atMs).toISOString(),
					status: check.status,
					reason: check.reason,
					bodyExcerpt: check.bodyExcerpt,
				};
	return {
		checks: state.checks + 1,
		consecutive: failure === null ? state.consecutive + 1 : 0,
		firstFailure: state.firstFailure ?? failure,
		lastFailure: failure ?? state.lastFailure,
		reasonNow: check.reason,
		latenciesMs: check.latencyMs === null ? state.latenciesMs : [...state.latenciesMs, check.latencyMs],
		version: check.version ?? state.version,
	};
}

/** `pending` until enough looks in a row were good. It is never `bad`: only a deadline ends a gate badly. */
export function judgeHealthGate(
	state: HealthGateState,
	requiredConsecutive: number,
): { readonly phase: 'succeeded' | 'pending'; readonly seen: string } {
	const isGood = state.checks > 0 && state.consecutive >= Math.max(1, requiredConsecutive);
	const count = `${state.consecutive} of ${requiredConsecutive} good answers in a row`;
	return {
		phase: isGood ? 'succeeded' : 'pending',
		seen: state.reasonNow === null ? count : `${count}: ${state.reasonNow}`,
	};
}

export interface LatencySummary {
	readonly min: number;
	readonly median: number;
	readonly max: number;
}

/** In milliseconds; null when no answer came. The median of an even count is the mean of the middle two. */
export function summarizeLatencies(latenciesMs: readonly number[]): LatencySummary | null {
	const sorted = [...latenciesMs].sort((left, right) => left - right);
	const [min, max] = [sorted[0], sorted[sorted.length - 1]];
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
	if (min === undefined || max === undefined || lower === undefined || upper === undefined) return null;
	return { min, median: (lower + upper) / 2, max };
}
