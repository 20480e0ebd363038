import { readPagePart } from '../../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../../kernel/platform';
import { sandboxUpstashReadOnlyToken, sandboxUpstashToken } from '../seed';
import { connectBackend } from './backend/connectBackend';
import { controlRoutes } from './control';
import { DatabaseLimits } from './limits';
import { notFound } from './present';
import { redisRoutes } from './routes/redisRoutes';
import { RedisWorld } from './world';

export interface UpstashOptions {
	/** A Redis server to keep the data in, as `redis://127.0.0.1:6379`. */
	readonly redisUrl?: string | undefined;
	/** The time by which an embedded Redis lives; wall time unless given. */
	readonly nowMs?: (() => number) | undefined;
}

/**
 * Upstash's Redis REST API at `/upstash`: https://upstash.com/docs/redis/features/restapi
 *
 * Its data lives in a real Redis where one answers, in the sandbox's own small one otherwise. Keys expire by WALL
 * time in both: Redis knows no other, so a lock's time to live is not shortened by the sandbox's time scale. Where
 * nodes and sandbox are given one clock of a test's, the small one goes by that.
 */
export async function createUpstashPlatform(
	_services: SandboxServices,
	{ redisUrl, nowMs }: UpstashOptions = {},
): Promise<SandboxPlatform> {
	const limits = new DatabaseLimits();
	const world = new RedisWorld(await connectBackend(redisUrl, limits, nowMs), limits);
	return {
		name: 'upstash',
		page: readPagePart(__dirname),
		secrets: [sandboxUpstashToken, sandboxUpstashReadOnlyToken],
		routes: redisRoutes(world),
		controlRoutes: controlRoutes(limits),
		notFound,
		state: () => world.state(),
		currentState: async () => await world.currentState(),
		reset: async () => await world.reset(),
		close: async () => await world.close(),
	};
}
