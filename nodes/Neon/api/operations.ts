import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { fieldIn, listPages } from './answers';
import type { NeonOperation } from './types';

export async function readOperation(
	client: PlatformClient,
	projectId: string,
	operationId: string,
): Promise<NeonOperation> {
	return await fieldIn<NeonOperation>(client, 'operation', path`/projects/${projectId}/operations/${operationId}`);
}

/** The project's operations, newest first. */
export async function listOperations(
	client: PlatformClient,
	projectId: string,
	limit: number,
): Promise<NeonOperation[]> {
	return await listPages<NeonOperation>(
		client,
		'operations',
		path`/projects/${projectId}/operations`,
		{ limit: Math.min(limit, 1000) },
		limit,
	);
}
