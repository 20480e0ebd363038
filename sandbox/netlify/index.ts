import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxRoute, SandboxServices } from '../kernel/platform';
import { NetlifyContext } from './context';
import { controlRoutes } from './control/controlRoutes';
import { describeWorld } from './control/describeWorld';
import { notFound } from './http/errors';
import { accountRoutes } from './routes/accountRoutes';
import { buildHookRoutes } from './routes/buildHookRoutes';
import { buildRoutes } from './routes/buildRoutes';
import { deployRoutes } from './routes/deployRoutes';
import { deployedSiteRoutes } from './routes/deployedSiteRoutes';
import { environmentRoutes } from './routes/environmentRoutes';
import { notificationHookRoutes } from './routes/notificationHookRoutes';
import { siteRoutes } from './routes/siteRoutes';
import { NETLIFY_READ_ONLY_TOKEN, NETLIFY_TOKEN } from './world/accounts';

/** The simulated Netlify: its API, its build machines and the sites they publish. */
export function createNetlifyPlatform(services: SandboxServices): SandboxPlatform {
	const context = new NetlifyContext(services);
	return {
		name: 'netlify',
		page: readPagePart(__dirname),
		routes: withTrailingSlashes([
			...accountRoutes(context),
			...siteRoutes(context),
			...deployRoutes(context),
			...buildRoutes(context),
			...buildHookRoutes(context),
			...notificationHookRoutes(context),
			...environmentRoutes(context),
		]),
		controlRoutes: controlRoutes(context),
		publicRoutes: deployedSiteRoutes(context),
		notFound: () => notFound(),
		secrets: [NETLIFY_TOKEN, NETLIFY_READ_ONLY_TOKEN],
		// The values of environment variables.
		secretFields: ['value'],
		state: () => describeWorld(context),
		reset: () => context.reset(),
		close: async () => context.stop(),
	};
}

/** Netlify takes a slash at the end of an API address, and none, for the same. */
function withTrailingSlashes(routes: readonly SandboxRoute[]): SandboxRoute[] {
	return routes.flatMap((route) =>
		route.pattern.includes('*') ? [route] : [route, { ...route, pattern: `${route.pattern}/` }],
	);
}
