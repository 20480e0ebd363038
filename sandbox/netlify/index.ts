import type { SandboxPlatform, SandboxRoute, SandboxServices } from '../kernel/platform';
import { Netlify, NETLIFY_READ_ONLY_TOKEN, NETLIFY_TOKEN } from './netlify';
import { notFound } from './respond';
import { accountRoutes } from './routes/account';
import { buildHookRoutes, buildRoutes } from './routes/builds';
import { controlRoutes } from './routes/control';
import { deployedSiteRoutes } from './routes/deployedSites';
import { deployRoutes } from './routes/deploys';
import { environmentRoutes } from './routes/environment';
import { notificationHookRoutes } from './routes/notificationHooks';
import { siteRoutes } from './routes/sites';
import { describeState } from './state';

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
