import type { PlatformClient } from '../../shared/http/platformClient';
import { listUnder } from './answers';
import { partsPath } from './branchParts';
import type { NeonDatabase } from './types';

export async function listDatabases(client: PlatformClient, projectId: string, branchId: string): Promise<NeonDatabase[]> {
	return await listUnder<NeonDatabase>(client, 'databases', partsPath(projectId, branchId, 'database'));
}
