import type { Branch, Database } from '../model';
import { time } from './fields';

export function presentDatabase(branch: Branch, database: Database): Record<string, unknown> {
	return {
		id: database.id,
		branch_id: branch.id,
		name: database.name,
		owner_name: database.ownerName,
		created_at: time(database.createdAtMs),
		updated_at: time(database.updatedAtMs),
	};
}
