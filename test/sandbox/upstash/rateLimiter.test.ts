import { Ratelimit } from '@upstash/ratelimit';
import { Redis as UpstashRedis } from '@upstash/redis';

import type { Sandbox } from '../../../sandbox/kernel/sandbox';
import { sandboxUpstashToken } from '../../../sandbox/upstash';
import { backends, type RunningUpstash, startUpstash } from './startUpstash';

// The vendor's own limiter, unmodified: its scripts carry `#!lua flags=allow-key-locking`.
describe.each(backends)('@upstash/ratelimit over Redis, %s', (backend) => {
	let running: RunningUpstash;
	let sandbox: Sandbox;

	beforeAll(async () => {
		running = await startUpstash(backend);
		({ sandbox } = running);
	});
	afterAll(async () => await running.stop());

	it.each([
		['fixedWindow', Ratelimit.fixedWindow(3, '60 s')],
		['slidingWindow', Ratelimit.slidingWindow(3, '60 s')],
		['tokenBucket', Ratelimit.tokenBucket(3, '60 s', 3)],
	] as const)('lets three through and no more (%s)', async (name, limiter) => {
		const ratelimit = new Ratelimit({
			redis: new UpstashRedis({ url: `${sandbox.origin}/upstash`, token: sandboxUpstashToken }),
			limiter,
			prefix: `limit:${name}`,
			ephemeralCache: false,
		});
		const allowed: boolean[] = [];
		for (let call = 0; call < 5; call++) allowed.push((await ratelimit.limit('deploys')).success);
		expect(allowed).toEqual([true, true, true, false, false]);
		await ratelimit.resetUsedTokens('deploys');
		expect((await ratelimit.limit('deploys')).success).toBe(true);
	});
});
