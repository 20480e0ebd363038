/** A rate limit of the vendor's kind: `burst` calls at once, and one more each 1/`perSecond` seconds. */
export interface RateLimit {
	readonly perSecond: number;
	readonly burst: number;
}

interface Bucket {
	/** May be below zero: calls that were let in later than they asked. */
	tokens: number;
	filledAtMs: number;
}

/**
 * Keeps calls inside rate limits before a server has to refuse them: one token bucket for each key,
 * such as an action on a machine. Time is handed in, in milliseconds.
 */
export class TokenBuckets {
	private readonly buckets = new Map<string, Bucket>();

	/** Takes a token of `key` and says how many milliseconds the call must wait; 0 for at once. */
	take(key: string, limit: RateLimit, nowMs: number): number {
		const bucket = this.refilled(key, limit, nowMs);
		bucket.tokens -= 1;
		return bucket.tokens >= -1e-9 ? 0 : Math.ceil((-bucket.tokens / limit.perSecond) * 1000);
	}

	/** Forgets the buckets that are full again, so that a long life does not pile them up. */
	prune(limitOf: (key: string) => RateLimit, nowMs: number): void {
		for (const key of [...this.buckets.keys()]) {
			const limit = limitOf(key);
			if (this.refilled(key, limit, nowMs).tokens >= limit.burst) this.buckets.delete(key);
		}
	}

	get size(): number {
		return this.buckets.size;
	}

	private refilled(key: string, limit: RateLimit, nowMs: number): Bucket {
		const bucket = this.buckets.get(key) ?? { tokens: limit.burst, filledAtMs: nowMs };
		// A clock that was set back gives no tokens and takes none.
		const elapsedMs = Math.max(0, nowMs - bucket.filledAtMs);
		bucket.tokens = Math.min(limit.burst, bucket.tokens + (elapsedMs / 1000) * limit.perSecond);
		bucket.filledAtMs = nowMs;
		this.buckets.set(key, bucket);
		return bucket;
	}
}
