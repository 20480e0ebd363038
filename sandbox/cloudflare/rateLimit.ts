import type { SandboxClock } from '../kernel/clock';

const windowMs = 300_000;
const standardCalls = 1_200;

/**
 * 1,200 calls in five minutes for a user; beyond it *all* calls are refused for five minutes.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export class CallLimit {
	private calledAtMs: number[] = [];

	private blockedUntilMs = 0;

	private callsInWindow = standardCalls;

	constructor(private readonly clock: SandboxClock) {}

	/** Counts one call; the seconds until calls are accepted again where this one is not. */
	count(): number | null {
		const nowMs = this.clock.now();
		if (nowMs < this.blockedUntilMs) return this.secondsUntil(this.blockedUntilMs);
		this.forget(nowMs);
		if (this.calledAtMs.length >= this.callsInWindow) {
			this.blockedUntilMs = nowMs + windowMs;
			return this.secondsUntil(this.blockedUntilMs);
		}
		this.calledAtMs.push(nowMs);
		return null;
	}

	/** What each answer says of the limit. */
	headers(): Record<string, string> {
		const nowMs = this.clock.now();
		const blocked = nowMs < this.blockedUntilMs;
		const remaining = blocked ? 0 : this.callsInWindow - this.calledAtMs.length;
		const resetsAtMs = blocked ? this.blockedUntilMs : (this.calledAtMs[0] ?? nowMs) + windowMs;
		return {
			Ratelimit: `"default";r=${remaining};t=${this.secondsUntil(resetsAtMs)}`,
			'Ratelimit-Policy': `"default";q=${this.callsInWindow};w=${windowMs / 1000}`,
		};
	}

	/** As if so many calls had been made just now, by this token's other users. */
	useUp(calls: number): void {
		const nowMs = this.clock.now();
		for (let count = 0; count < calls; count++) this.calledAtMs.push(nowMs);
	}

	/** How many of the calls in the window are used. */
	used(): number {
		this.forget(this.clock.now());
		return this.calledAtMs.length;
	}

	reset(): void {
		this.calledAtMs = [];
		this.blockedUntilMs = 0;
		this.callsInWindow = standardCalls;
	}

	private forget(nowMs: number): void {
		this.calledAtMs = this.calledAtMs.filter((atMs) => atMs > nowMs - windowMs);
	}

	private secondsUntil(atMs: number): number {
		return Math.max(0, Math.ceil((atMs - this.clock.now()) / 1000));
	}
}
