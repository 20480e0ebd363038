import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import { deleteAt } from './answers';
import type { ProjectClient } from './projectClient';
import type { NeonOperation, WithOperations } from './types';

/** What a branch holds by name, as Neon's paths and answers call it. */
export type PartKind = 'database' | 'role';

export function partsPath(branchId: string, kind: PartKind): string {
	return `${path`/branches/${branchId}`}/${kind}s`;
}

export function partPath(branchId: string, kind: PartKind, name: string): string {
	return `${partsPath(branchId, kind)}${path`/${name}`}`;
}

/** Makes a database or a role. The answer has it under its kind. */
export async function postPart<Part>(
	client: ProjectClient,
	branchId: string,
	kind: PartKind,
	part: IDataObject,
): Promise<WithOperations & { readonly [name in PartKind]?: Part }> {
	return await client.object({ method: 'POST', path: partsPath(branchId, kind), body: { [kind]: part } });
}

export async function deletePart(
	client: ProjectClient,
	branchId: string,
	kind: PartKind,
	name: string,
): Promise<readonly NeonOperation[]> {
	return await deleteAt(client, partPath(branchId, kind, name));
}
