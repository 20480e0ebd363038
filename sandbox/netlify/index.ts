import type { SandboxPlatform, SandboxRoute, SandboxServices } from '../kernel/platform';
import { Netlify, NETLIFY_READ_ONLY_TOKEN, NETLIFY_TOKEN } from './context';
import { notFound } from './http/errors';
import { accountRoutes } from './routes/accountRoutes';
import { buildHookRoutes, buildRoutes } from './routes/buildRoutes';
import { controlRoutes } from './control/controlRoutes';
import { deployedSiteRoutes } from './routes/deployedSiteRoutes';
import { deployRoutes } from './routes/deployRoutes';
import { environmentRoutes } from './routes/environmentRoutes';
import { notificationHookRoutes } from './routes/notificationHookRoutes';
import { siteRoutes } from './routes/siteRoutes';
import { describeState } from './control/describeWorld';

/** The simulated Netlify: its API, its build machines and the sites they publish. */
export function createNetlifyPlatform(services: SandboxServices): SandboxPlatform {
	const netlify = new Netlify(services);
	return {
		name: 'netlify',
		routes: withTrailingSlashes([
			...accountRoutes(netlify),
			...siteRoutes(netlify),
			...deployRoutes(netlify),
			...buildRoutes(netlify),
			...buildHookRoutes(netlify),
			...notificationHookRoutes(netlify),
			...environmentRoutes(netlify),
		]),
		controlRoutes: controlRoutes(netlify),
		publicRoutes: deployedSiteRoutes(netlify),
		notFound: () => notFound(),
		secrets: [NETLIFY_TOKEN, NETLIFY_READ_ONLY_TOKEN],
		// The values of environment variables.
		secretFields: ['value'],
		state: () => describeState(netlify),
		reset: () => netlify.reset(),
		close: async () => netlify.stop(),
	};
}

/** Netlify takes a slash at the end of an API address, and none, for the same. */
function withTrailingSlashes(routes: readonly SandboxRoute[]): SandboxRoute[] {
	return routes.flatMap((route) =>
		route.pattern.includes('*') ? [route] : [route, { ...route, pattern: `${route.pattern}/` }],
	);
}
