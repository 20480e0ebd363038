import { path } from '../../shared/http/path';
import { fieldIn, listPages } from './answers';
import type { ProjectClient } from './projectClient';
import type { NeonOperation } from './types';

export async function readOperation(client: ProjectClient, operationId: string): Promise<NeonOperation> {
	return await fieldIn<NeonOperation>(client, 'operation', path`/operations/${operationId}`);
}

/** The project's operations, newest first. */
export async function listOperations(client: ProjectClient, limit: number): Promise<NeonOperation[]> {
	return await listPages<NeonOperation>(client, 'operations', '/operations', { limit: Math.min(limit, 1000) }, limit);
}
