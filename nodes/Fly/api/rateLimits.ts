import { TokenBuckets, type RateLimit } from '../../deployment/policy/tokenBucket';
import { clock } from '../../shared/waiting/clock';
import type { PlatformRequest } from '../../shared/http/platform';

const ordinary: RateLimit = { perSecond: 1, burst: 3 };
const reading: RateLimit = { perSecond: 5, burst: 10 };

/** The process's own: executions beside this one use up the same limits. */
const buckets = new TokenBuckets();
const mostBuckets = 2_000;

/** Reading one machine has a limit of its own. */
const limitOf = (key: string): RateLimit => (/^GET .*\/machines\/\w+$/.test(key) ? reading : ordinary);

/**
 * Waits until Fly's limit allows the call: one a second for each action on a machine or app, three
 * at once; five and ten for reading a machine. The action and what it is on are the method and the
 * path; a secret's name is part of neither.
 * https://fly.io/docs/machines/api/working-with-machines-api/#rate-limits
 */
export async function keepRateLimit(baseUrl: string, { method, path }: PlatformRequest): Promise<void> {
	if (buckets.size > mostBuckets) buckets.prune(limitOf, clock.now());
	const key = `${method} ${baseUrl}${path.replace(/\/secrets\/.*/, '/secrets')}`;
	const delayMs = buckets.take(key, limitOf(key), clock.now());
	if (delayMs > 0) await clock.sleep(delayMs);
}
