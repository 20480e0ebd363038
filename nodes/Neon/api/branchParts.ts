import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteAt } from './answers';
import type { NeonOperation, WithOperations } from './types';

/** What a branch holds by name, as Neon's paths and answers call it. */
export type PartKind = 'database' | 'role';

export function partsPath(projectId: string, branchId: string, kind: PartKind): string {
	return `${path`/projects/${projectId}/branches/${branchId}`}/${kind}s`;
}

export function partPath(projectId: string, branchId: string, kind: PartKind, name: string): string {
	return `${partsPath(projectId, branchId, kind)}${path`/${name}`}`;
}

/** Makes a database or a role. The answer has it under its kind. */
export async function postPart<Part>(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	kind: PartKind,
	part: IDataObject,
): Promise<WithOperations & { readonly [name in PartKind]?: Part }> {
	return await client.object({ method: 'POST', path: partsPath(projectId, branchId, kind), body: { [kind]: part } });
}

export async function deletePart(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	kind: PartKind,
	name: string,
): Promise<readonly NeonOperation[]> {
	return await deleteAt(client, partPath(projectId, branchId, kind, name));
}
