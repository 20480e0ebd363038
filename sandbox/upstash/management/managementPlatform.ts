import { readPagePart } from '../../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../../kernel/platform';
import {
	sandboxUpstashManagementKey,
	sandboxUpstashReadOnlyManagementKey,
	sandboxUpstashReadOnlyToken,
	sandboxUpstashToken,
} from '../seed';
import { basic, readOnlyBasic } from './access';
import { controlRoutes } from './control';
import { answerText } from './present';
import { managementRoutes } from './routes/managementRoutes';
import { AccountWorld } from './world';

/** Upstash's developer API (https://api.upstash.com/v2) at `/upstash-management`: databases and their backups. */
export function createUpstashManagementPlatform(services: SandboxServices): SandboxPlatform {
	const world = new AccountWorld(services);
	return {
		name: 'upstash-management',
		page: readPagePart(__dirname),
		routes: managementRoutes(world),
		controlRoutes: controlRoutes(world),
		notFound: () => answerText('not found', 404),
		secrets: [
			sandboxUpstashManagementKey,
			sandboxUpstashReadOnlyManagementKey,
			basic,
			readOnlyBasic,
			sandboxUpstashToken,
			sandboxUpstashReadOnlyToken,
		],
		state: () => world.state(),
		reset: () => world.reset(),
	};
}
