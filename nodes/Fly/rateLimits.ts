import { TokenBuckets, type RateLimit } from '../deployment/tokenBucket';
import { clock } from '../shared/clock';

/** What is done to a machine or an app, each with its own limit. */
export type FlyAction =
	| 'list apps'
	| 'get app'
	| 'list machines'
	| 'get machine'
	| 'list versions'
	| 'create machine'
	| 'update machine'
	| 'delete machine'
	| 'start machine'
	| 'stop machine'
	| 'restart machine'
	| 'cordon machine'
	| 'uncordon machine'
	| 'wait machine'
	| 'acquire lease'
	| 'release lease'
	| 'list secrets'
	| 'update secrets'
	| 'delete secret';

const ordinary: RateLimit = { perSecond: 1, burst: 3 };
const reading: RateLimit = { perSecond: 5, burst: 10 };

/** The process's own: executions beside this one use up the same limits. */
const buckets = new TokenBuckets();
const mostBuckets = 2_000;

function limitOf(key: string): RateLimit {
	return key.startsWith('get machine ') ? reading : ordinary;
}

/**
 * Waits until Fly's limit allows the call: one a second for each action on a machine or app, three
 * at once; five and ten for reading a machine.
 * https://fly.io/docs/machines/api/working-with-machines-api/#rate-limits
 */
export async function keepRateLimit(
	baseUrl: string,
	action: FlyAction,
	identifier: string,
): Promise<void> {
	if (buckets.size > mostBuckets) buckets.prune(limitOf, clock.now());
	const key = `${action} ${identifier} ${baseUrl}`;
	const delayMs = buckets.take(key, limitOf(key), clock.now());
	if (delayMs > 0) await clock.sleep(delayMs);
}
