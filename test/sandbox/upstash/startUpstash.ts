import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { createUpstashPlatform } from '../../../sandbox/upstash';
import { hasRedisServer, type RedisServer, startRedisServer } from './redisServer';

/** Where the sandbox's Upstash may keep its data on this machine. */
export const backends = hasRedisServer ? (['embedded', 'redis-server'] as const) : (['embedded'] as const);

export type Backend = (typeof backends)[number];

export interface RunningUpstash {
	readonly sandbox: Sandbox;
	/** The server behind it; undefined where it is embedded. */
	readonly server: RedisServer | undefined;
	stop(): Promise<void>;
}

/** A sandbox with Upstash alone, over a Redis of its own. */
export async function startUpstash(backend: Backend): Promise<RunningUpstash> {
	const server = backend === 'redis-server' ? await startRedisServer() : undefined;
	const redisUrl = server?.url;
	const sandbox = await startSandbox({
		platforms: [async (services) => await createUpstashPlatform(services, { redisUrl })],
	});
	return {
		sandbox,
		server,
		async stop() {
			await sandbox.close();
			await server?.stop();
		},
	};
}
