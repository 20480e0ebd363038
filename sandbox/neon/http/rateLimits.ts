import { neonError } from './errors';

const PER_MINUTE = 700;
const PER_SECOND_AND_ROUTE = 40;

/** 700 requests a minute, and 40 a second on one route: https://neon.com/docs/reference/api-reference#api-rate-limiting */
export class RateLimits {
	/** Off unless the control route turns it on. */
	enabled = false;
	branchesPerProject = 500;
	/** Those without a parent, as of the Scale plan: neon.com/docs/guides/branching-schema-only, "Schema-only branch allowances". */
	rootBranchesPerProject = 25;
	snapshotsPerProject = 10;
	private recent: Array<{ readonly atMs: number; readonly route: string }> = [];

	constructor(private readonly now: () => number) {}

	/** Raises 429. A refused request is not counted. */
	count(route: string): void {
		if (!this.enabled) return;
		const nowMs = this.now();
		this.recent = this.recent.filter(({ atMs }) => atMs > nowMs - 60_000);
		const onRoute = this.recent.filter((request) => request.route === route && request.atMs > nowMs - 1000);
		if (this.recent.length >= PER_MINUTE || onRoute.length >= PER_SECOND_AND_ROUTE) {
			throw neonError(429, 'rate limit exceeded, please retry later');
		}
		this.recent.push({ atMs: nowMs, route });
	}
}
