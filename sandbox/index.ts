import { createApolloPlatform } from './apollo/index';
import { createAwsPlatform } from './aws/index';
import { createCloudflarePlatform } from './cloudflare/index';
import { createFlyPlatform } from './fly/index';
import { createGitHubPlatform } from './github/index';
import { createGrafanaPlatform } from './grafana/index';
import type { Sandbox, SandboxKernelOptions } from './kernel/sandbox';
import { startSandbox } from './kernel/sandbox';
import { createNeonPlatform } from './neon/index';
import { createNetlifyPlatform } from './netlify/index';
import { createPagerDutyPlatform } from './pagerduty/index';
import { createTemporalCloudPlatform, createTemporalPlatform } from './temporal/index';
import { createUpstashManagementPlatform, createUpstashPlatform } from './upstash';

export type { Sandbox } from './kernel/sandbox';
export type { SandboxExchange } from './kernel/exchange';
export type { FaultSpecification } from './kernel/faults';

export interface SandboxOptions extends Omit<SandboxKernelOptions, 'platforms'> {
	/** A Redis server for Upstash; `REDIS_URL` unless told, and an embedded one where neither answers. */
	readonly redisUrl?: string;
}

/** Starts all platforms on one port of this machine. The caller closes it. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const {
		redisUrl = process.env.REDIS_URL,
		allowedHosts = hostsIn(process.env.SANDBOX_ALLOWED_HOSTS),
		...kernelOptions
	} = options;
	const { clock } = kernelOptions;
	const nowMs = clock && (() => Math.floor(clock.now()));
	return await startSandbox({
		...kernelOptions,
		allowedHosts,
		platforms: [
			createGitHubPlatform,
			createNetlifyPlatform,
			createFlyPlatform,
			createNeonPlatform,
			async (services) => await createUpstashPlatform(services, { redisUrl, nowMs }),
			createUpstashManagementPlatform,
			createPagerDutyPlatform,
			createAwsPlatform,
			createCloudflarePlatform,
			createApolloPlatform,
			createTemporalPlatform,
			createTemporalCloudPlatform,
			createGrafanaPlatform,
		],
	});
}

/** `a, b`: in lower case, without ports. */
function hostsIn(text = ''): string[] {
	return text
		.split(',')
		.map((host) => host.trim().toLowerCase())
		.filter((host) => host !== '');
}
