import type { IDataObject } from 'n8n-workflow';

import { valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import { deleteAt, fieldIn, listPages, optionalFieldIn } from './answers';
import type { ProjectClient } from './projectClient';
import type { BranchAnswer, NamedBranch, NeonAnnotation, NeonBranch, NeonOperation, WithOperations } from './types';

const pageSize = 100;

const branchesPath = '/branches';
const branchPath = (branchId: string): string => path`/branches/${branchId}`;

/** Branches whose name or id holds `search`, by name. */
export async function listBranches(client: ProjectClient, search: string, limit: number): Promise<NeonBranch[]> {
	const query = { sort_by: 'name', sort_order: 'asc', limit: Math.min(limit, pageSize), ...(search && { search }) };
	return await listPages<NeonBranch>(client, 'branches', branchesPath, query, limit);
}

/** The branch with exactly that name, with its annotation; names are unique in a project. */
export async function lookUpBranchByName(client: ProjectClient, name: string): Promise<NamedBranch | null> {
	const annotations: Record<string, NeonAnnotation> = {};
	const found = await listPages<NeonBranch>(
		client,
		'branches',
		branchesPath,
		{ search: name, limit: pageSize },
		Infinity,
		(body) => void Object.assign(annotations, valueAt(body, 'annotations')),
	);
	const branch = found.find((candidate) => candidate.name === name);
	return branch ? { branch, annotation: annotations[branch.id]?.value ?? {} } : null;
}

export async function readBranch(client: ProjectClient, branchId: string): Promise<NeonBranch> {
	return await fieldIn<NeonBranch>(client, 'branch', branchPath(branchId));
}

/** The same; null when there is none. */
export async function lookUpBranchById(client: ProjectClient, branchId: string): Promise<NeonBranch | null> {
	return await optionalFieldIn<NeonBranch>(client, 'branch', branchPath(branchId));
}

export async function childrenOf(client: ProjectClient, { id }: NeonBranch): Promise<NeonBranch[]> {
	const branches = await listBranches(client, '', Infinity);
	return branches.filter(({ parent_id: parentId }) => parentId === id);
}

export async function postBranch(client: ProjectClient, body: IDataObject): Promise<BranchAnswer> {
	return await client.object<BranchAnswer>({ method: 'POST', path: branchesPath, body });
}

export async function patchBranch(client: ProjectClient, branchId: string, branch: IDataObject): Promise<BranchAnswer> {
	const request = { method: 'PATCH', path: branchPath(branchId), body: { branch }, safeToRepeat: true } as const;
	return await client.object<BranchAnswer>(request);
}

/** Overwrites a branch with a state of another one, or an earlier one of itself. */
export async function postRestore(client: ProjectClient, branchId: string, body: IDataObject): Promise<BranchAnswer> {
	return await client.object<BranchAnswer>({ method: 'POST', path: `${branchPath(branchId)}/restore`, body });
}

/** Puts a branch that was restored from a snapshot in the place of the original, which gets another name. */
export async function finalizeRestore(
	client: ProjectClient,
	branchId: string,
	originalName: string,
): Promise<WithOperations> {
	const body = originalName === '' ? {} : { name: originalName };
	return await client.object({ method: 'POST', path: `${branchPath(branchId)}/finalize_restore`, body });
}

export async function deleteBranch(client: ProjectClient, branchId: string): Promise<readonly NeonOperation[]> {
	return await deleteAt(client, branchPath(branchId));
}
