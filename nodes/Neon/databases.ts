import type { IDataObject } from 'n8n-workflow';

import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { inCamelCase, listUnder } from './answers';
import type { NeonDatabase, WithOperations } from './types';

export interface DatabaseAnswer extends WithOperations {
	readonly database: NeonDatabase;
}

/** A database in our shape. */
export function databaseJson(database: NeonDatabase): IDataObject {
	return {
		...inCamelCase(database, ['name', 'branch_id', 'created_at', 'updated_at']),
		owner: database.owner_name ?? null,
	};
}

export async function listDatabases(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<NeonDatabase[]> {
	return await listUnder<NeonDatabase>(
		client,
		'databases',
		path`/projects/${projectId}/branches/${branchId}/databases`,
	);
}
