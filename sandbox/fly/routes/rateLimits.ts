import { flyError } from '../errors';

interface Bucket {
	tokens: number;
	filledAtMs: number;
}

interface Limit {
	readonly perSecond: number;
	readonly burst: number;
}

const ordinary: Limit = { perSecond: 1, burst: 3 };
const limits: Readonly<Record<string, Limit>> = {
	'get machine': { perSecond: 5, burst: 10 },
	'delete app': { perSecond: 100 / 60, burst: 100 },
};

/**
 * Fly's documented limits, per action and identifier (machine or app), in sandbox time. Off until switched on, since
 * the life cycles here may run faster than real ones.
 * https://fly.io/docs/machines/api/working-with-machines-api/#rate-limits
 */
export class RateLimits {
	enabled = false;
	/** Requests refused so far. */
	refused = 0;
	private readonly buckets = new Map<string, Bucket>();

	constructor(private readonly now: () => number) {}

	/** Counts one request; raises 429 when the burst is used up. */
	count(action: string, identifier: string): void {
		if (!this.enabled) return;
		const { perSecond, burst } = limits[action] ?? ordinary;
		const nowMs = this.now();
		const key = `${action} ${identifier}`;
		const bucket = this.buckets.get(key) ?? { tokens: burst, filledAtMs: nowMs };
		this.buckets.set(key, bucket);
		const gained = ((nowMs - bucket.filledAtMs) / 1000) * perSecond;
		bucket.tokens = Math.min(burst, bucket.tokens + gained);
		bucket.filledAtMs = nowMs;
		// A whole token may be a rounding error short of 1.
		if (bucket.tokens < 1 - 1e-9) {
			this.refused += 1;
			throw flyError(429, 'rate limit exceeded');
		}
		bucket.tokens -= 1;
	}
}
