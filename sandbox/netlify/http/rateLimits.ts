import { netlifyError } from './errors';

const REQUESTS_PER_MINUTE = 500;
const DEPLOYS_PER_MINUTE = 3;
const DEPLOYS_PER_DAY = 100;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Window {
	readonly limit: number;
	readonly lengthMs: number;
	startedAtMs: number;
	used: number;
}

/**
 * Netlify's documented limits (500 requests a minute; 3 deploys a minute and 100 a day through the
 * API), in sandbox time. Off until switched on, since the life cycles here run faster than real ones.
 * https://docs.netlify.com/api/get-started/#rate-limiting
 */
export class RateLimits {
	enabled = false;
	private readonly requests = newWindow(REQUESTS_PER_MINUTE, MINUTE_MS);
	private readonly deploysPerMinute = newWindow(DEPLOYS_PER_MINUTE, MINUTE_MS);
	private readonly deploysPerDay = newWindow(DEPLOYS_PER_DAY, DAY_MS);

	constructor(private readonly now: () => number) {}

	/** Counts one request; raises 429 when the minute's are used up. */
	countRequest(): void {
		this.count(this.requests);
	}

	/** Counts one deploy made through the API; raises 429 past 3 a minute or 100 a day. */
	countDeploy(): void {
		this.count(this.deploysPerMinute);
		this.count(this.deploysPerDay);
	}

	/** What Netlify adds to every answer; empty while the limits are off. */
	headers(): Record<string, string> {
		return this.enabled ? headersOf(this.requests) : {};
	}

	private count(window: Window): void {
		if (!this.enabled) return;
		const nowMs = this.now();
		if (nowMs - window.startedAtMs >= window.lengthMs) {
			window.startedAtMs = nowMs;
			window.used = 0;
		}
		if (window.used >= window.limit) {
			throw netlifyError(429, 'Too Many Requests', headersOf(window));
		}
		window.used += 1;
	}
}

function newWindow(limit: number, lengthMs: number): Window {
	return { limit, lengthMs, startedAtMs: Number.NEGATIVE_INFINITY, used: 0 };
}

/** `X-RateLimit-Reset` is in whole seconds since the epoch, as Netlify's own client reads it. */
function headersOf(window: Window): Record<string, string> {
	return {
		'X-RateLimit-Limit': String(window.limit),
		'X-RateLimit-Remaining': String(window.limit - window.used),
		'X-RateLimit-Reset': String(Math.ceil((window.startedAtMs + window.lengthMs) / 1000)),
	};
}
