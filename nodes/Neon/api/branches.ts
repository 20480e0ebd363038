import type { IDataObject } from 'n8n-workflow';

import { valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteAt, fieldIn, listPages, optionalFieldIn } from './answers';
import type { BranchAnswer, NamedBranch, NeonAnnotation, NeonBranch, NeonOperation, WithOperations } from './types';

const pageSize = 100;

const branchesPath = (projectId: string): string => path`/projects/${projectId}/branches`;
const branchPath = (projectId: string, branchId: string): string => path`/projects/${projectId}/branches/${branchId}`;

/** Branches whose name or id holds `search`, by name. */
export async function listBranches(
	client: PlatformClient,
	projectId: string,
	search: string,
	limit: number,
): Promise<NeonBranch[]> {
	const query = { sort_by: 'name', sort_order: 'asc', limit: Math.min(limit, pageSize), ...(search && { search }) };
	return await listPages<NeonBranch>(client, 'branches', branchesPath(projectId), query, limit);
}

/** The branch with exactly that name, with its annotation; names are unique in a project. */
export async function lookUpBranchByName(
	client: PlatformClient,
	projectId: string,
	name: string,
): Promise<NamedBranch | null> {
	const annotations: Record<string, NeonAnnotation> = {};
	const found = await listPages<NeonBranch>(
		client,
		'branches',
		branchesPath(projectId),
		{ search: name, limit: pageSize },
		Infinity,
		(body) => void Object.assign(annotations, valueAt(body, 'annotations')),
	);
	const branch = found.find((candidate) => candidate.name === name);
	return branch ? { branch, annotation: annotations[branch.id]?.value ?? {} } : null;
}

export async function readBranch(client: PlatformClient, projectId: string, branchId: string): Promise<NeonBranch> {
	return await fieldIn<NeonBranch>(client, 'branch', branchPath(projectId, branchId));
}

/** The same; null when there is none. */
export async function lookUpBranchById(client: PlatformClient, projectId: string, branchId: string): Promise<NeonBranch | null> {
	return await optionalFieldIn<NeonBranch>(client, 'branch', branchPath(projectId, branchId));
}

export async function childrenOf(client: PlatformClient, projectId: string, { id }: NeonBranch): Promise<NeonBranch[]> {
	const branches = await listBranches(client, projectId, '', Infinity);
	return branches.filter(({ parent_id: parentId }) => parentId === id);
}

export async function postBranch(client: PlatformClient, projectId: string, body: IDataObject): Promise<BranchAnswer> {
	return await client.object<BranchAnswer>({ method: 'POST', path: branchesPath(projectId), body });
}

export async function patchBranch(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	branch: IDataObject,
): Promise<BranchAnswer> {
	const request = { method: 'PATCH', path: branchPath(projectId, branchId), body: { branch }, safeToRepeat: true } as const;
	return await client.object<BranchAnswer>(request);
}

/** Overwrites a branch with a state of another one, or an earlier one of itself. */
export async function postRestore(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	body: IDataObject,
): Promise<BranchAnswer> {
	return await client.object<BranchAnswer>({ method: 'POST', path: `${branchPath(projectId, branchId)}/restore`, body });
}

/** Puts a branch that was restored from a snapshot in the place of the original, which gets another name. */
export async function finalizeRestore(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	originalName: string,
): Promise<WithOperations> {
	const body = originalName === '' ? {} : { name: originalName };
	return await client.object({ method: 'POST', path: `${branchPath(projectId, branchId)}/finalize_restore`, body });
}

export async function deleteBranch(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<readonly NeonOperation[]> {
	return await deleteAt(client, branchPath(projectId, branchId));
}
