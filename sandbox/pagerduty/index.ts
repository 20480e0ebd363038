import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { controlRoutes } from './control';
import { refuse } from './present';
import { eventRoutes } from './routes/eventRoutes';
import { sandboxRoutingKey } from './seed';
import { PagerDutyWorld } from './world';

export { sandboxRoutingKey } from './seed';

/** PagerDuty's Events API v2 at `/pagerduty`: https://developer.pagerduty.com/docs/events-api-v2-overview */
export function createPagerDutyPlatform(services: SandboxServices): SandboxPlatform {
	const world = new PagerDutyWorld(services);
	return {
		name: 'pagerduty',
		page: readPagePart(__dirname),
		secrets: [sandboxRoutingKey],
		routes: eventRoutes(world),
		controlRoutes: controlRoutes(world),
		notFound: () => refuse(404, 'not found', 'Not Found', []),
		state: () => world.state(),
		reset: () => world.reset(),
	};
}
