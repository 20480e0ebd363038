import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { Fly, FLY_PREVIEW_TOKEN, FLY_TOKEN } from './fly';
import { appRoutes } from './routes/apps';
import { controlRoutes } from './control/controlRoutes';
import { deployedAppRoutes } from './routes/deployedApps';
import { flyctlControlRoutes } from './control/flyctlControl';
import { graphqlRoutes } from './routes/graphql/graphqlRoutes';
import { leaseRoutes } from './routes/leases';
import { logRoutes } from './routes/logs';
import { machineActionRoutes } from './routes/machineActions';
import { machineRoutes } from './routes/machines';
import { metadataRoutes } from './routes/metadata';
import { networkRoutes } from './routes/network';
import { platformRoutes } from './routes/platform';
import { releaseRoutes } from './routes/releases';
import { secretRoutes } from './routes/secrets';
import { volumeRoutes } from './routes/volumes';
import { notSimulated } from './errors';
import { describeState } from './present/describeState';

/** The simulated Fly.io: its Machines API, the REST and GraphQL APIs of flyctl, its machines and the apps that they run. */
export function createFlyPlatform(services: SandboxServices): SandboxPlatform {
	const fly = new Fly(services);
	return {
		name: 'fly',
		page: readPagePart(__dirname),
		routes: [
			...appRoutes(fly),
			...machineRoutes(fly),
			...machineActionRoutes(fly),
			...leaseRoutes(fly),
			...metadataRoutes(fly),
			...secretRoutes(fly),
			...networkRoutes(fly),
			...volumeRoutes(fly),
			...platformRoutes(fly),
			...releaseRoutes(fly),
			...logRoutes(fly),
			...graphqlRoutes(fly),
		],
		controlRoutes: [...controlRoutes(fly), ...flyctlControlRoutes(fly)],
		publicRoutes: deployedAppRoutes(fly),
		notFound: ({ method, path }) => {
			const { status, body } = notSimulated(`${method} ${path}`);
			return { status, body };
		},
		secrets: [FLY_TOKEN, FLY_PREVIEW_TOKEN],
		// Values of secrets, and what proves a lease.
		secretFields: ['value', 'values', 'nonce', 'tokenHeader'],
		state: () => describeState(fly),
		reset: () => fly.reset(),
		close: async () => fly.stop(),
	};
}
