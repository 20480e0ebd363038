import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { controlRoutes } from './control';
import { describeState } from './describeState';
import { graphqlRoutes } from './routes/graphqlRoutes';
import { APOLLO_KEY, APOLLO_USER_KEY } from './seed';
import { World } from './world';

/** Apollo GraphOS' Platform API at `/apollo/graphql`. */
export function createApolloPlatform(services: SandboxServices): SandboxPlatform {
	const world = new World(services);
	return {
		name: 'apollo',
		secrets: [APOLLO_KEY, APOLLO_USER_KEY],
		page: readPagePart(__dirname),
		routes: graphqlRoutes(world),
		controlRoutes: controlRoutes(world),
		state: () => describeState(world),
		reset: () => world.reset(),
		close: async () => world.launcher.reset(),
	};
}
