import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { controlRoutes } from './control';
import { neonError } from './http/errors';
import { NEON_TOKEN, Neon } from './neon';
import { accountRoutes } from './routes/account';
import { branchChangeRoutes } from './routes/branchChanges';
import { branchRoutes } from './routes/branches';
import { connectionRoutes } from './routes/connections';
import { consumptionRoutes } from './routes/consumption';
import { databaseRoutes } from './routes/databases';
import { endpointRoutes } from './routes/endpoints';
import { operationRoutes } from './routes/operations';
import { projectRoutes } from './routes/projects';
import { roleRoutes } from './routes/roles';
import { schemaRoutes } from './routes/schema';
import { snapshotRoutes } from './routes/snapshots';
import { sqlOverHttpRoutes } from './routes/sqlOverHttp';
import { SEED_PASSWORDS } from './seed';
import { describeState } from './world/describeState';

/** The simulated Neon: its API, and a real PostgreSQL behind each branch's connection URI. */
export function createNeonPlatform(services: SandboxServices): SandboxPlatform {
	const neon = new Neon(services);
	return {
		name: 'neon',
		page: readPagePart(__dirname),
		routes: [
			...accountRoutes(neon),
			...projectRoutes(neon),
			...connectionRoutes(neon),
			...branchRoutes(neon),
			...branchChangeRoutes(neon),
			...schemaRoutes(neon),
			...databaseRoutes(neon),
			...roleRoutes(neon),
			...endpointRoutes(neon),
			...snapshotRoutes(neon),
			...operationRoutes(neon),
			...consumptionRoutes(neon),
		],
		controlRoutes: controlRoutes(neon),
		publicRoutes: sqlOverHttpRoutes(),
		notFound: () => {
			const { status, body } = neonError(404, 'this route does not exist');
			return { status, body };
		},
		secrets: [NEON_TOKEN, ...Object.values(SEED_PASSWORDS)],
		secretFields: ['uri', 'connection_uri'],
		state: () => describeState(neon),
		reset: async () => await neon.reset(),
		close: async () => await neon.close(),
	};
}
