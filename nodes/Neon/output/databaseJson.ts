import type { IDataObject } from 'n8n-workflow';

import type { NeonDatabase } from '../api/types';
import { inCamelCase } from './camelCase';

/** A database in our shape. */
export function databaseJson(database: NeonDatabase): IDataObject {
	return {
		...inCamelCase(database, ['name', 'branch_id', 'created_at', 'updated_at']),
		owner: database.owner_name ?? null,
	};
}
