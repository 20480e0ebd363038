import type { SandboxHandler, SandboxRoute } from '../../../kernel/platform';
import { authorize } from '../access';
import type { AccountWorld } from '../world';
import { backupHandlers } from './backupHandlers';
import { databaseHandlers } from './databaseHandlers';

/** https://upstash.com/docs/devops/developer-api/introduction */
export function managementRoutes(world: AccountWorld): SandboxRoute[] {
	const databases = databaseHandlers(world);
	const backups = backupHandlers(world);
	return [
		route('GET', '/databases', databases.list),
		route('POST', '/database', databases.create),
		route('GET', '/database/:id', databases.get),
		route('DELETE', '/database/:id', databases.remove),
		route('POST', '/update-regions/:id', databases.updateRegions),
		route('POST', '/enable-eviction/:id', databases.enableEviction),
		route('POST', '/disable-eviction/:id', databases.disableEviction),
		route('POST', '/reset-password/:id', databases.resetPassword),
		route('GET', '/stats/:id', databases.stats),
		route('GET', '/list-backup/:id', backups.list),
		route('POST', '/create-backup/:id', backups.create),
		route('POST', '/restore-backup/:id', backups.restore),
		route('DELETE', '/delete-backup/:id/:backupId', backups.remove),
	];
}

function route(method: string, pattern: string, handle: SandboxHandler): SandboxRoute {
	return {
		method,
		pattern: `/v2/redis${pattern}`,
		handle: (request) => {
			authorize(request);
			return handle(request);
		},
	};
}
