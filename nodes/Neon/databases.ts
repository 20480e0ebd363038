import type { IDataObject } from 'n8n-workflow';

import type { NeonDatabase, WithOperations } from './types';

export interface DatabaseAnswer extends WithOperations {
	readonly database: NeonDatabase;
}

/** A database in our shape. */
export function databaseJson(database: NeonDatabase): IDataObject {
	return {
		name: database.name,
		owner: database.owner_name ?? null,
		branchId: database.branch_id ?? null,
		createdAt: database.created_at ?? null,
		updatedAt: database.updated_at ?? null,
	};
}

export function rawDatabaseJson(database: NeonDatabase): IDataObject {
	return { ...database };
}
