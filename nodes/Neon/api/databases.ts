import { listUnder } from './answers';
import { partsPath } from './branchParts';
import type { ProjectClient } from './projectClient';
import type { NeonDatabase } from './types';

export async function listDatabases(client: ProjectClient, branchId: string): Promise<NeonDatabase[]> {
	return await listUnder<NeonDatabase>(client, 'databases', partsPath(branchId, 'database'));
}
