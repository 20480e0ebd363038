import type { SandboxHandler } from '../../../kernel/platform';
import type { Backup, RedisDatabase } from '../model';
import { presentBackup, upstashError } from '../present';
import type { AccountWorld } from '../world';
import { change } from './change';
import { jsonBody, requiredText } from './requestBody';

export function backupHandlers(world: AccountWorld) {
	const list: SandboxHandler = ({ params }) => {
		const database = world.database(params['id'] ?? '');
		return { status: 200, body: [...database.backups.values()].map((backup) => presentBackup(database, backup)) };
	};
	return {
		list,
		create: change(world, (database, request) => {
			world.backup(database, requiredText(jsonBody(request), 'name'));
		}),
		restore: change(world, (database, request) => {
			world.restore(database, backupOf(database, requiredText(jsonBody(request), 'backup_id')));
		}),
		remove: change(world, (database, { params }) => {
			database.backups.delete(backupOf(database, params['backupId'] ?? '').id);
		}),
	};
}

function backupOf(database: RedisDatabase, id: string): Backup {
	const backup = database.backups.get(id);
	if (!backup) throw upstashError(404, 'backup not found');
	return backup;
}
