import type { IDataObject } from 'n8n-workflow';

import { valueAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { fieldIn, inCamelCase, listPages, optionalFieldIn } from './answers';
import { projectFields, projectName } from './projects';
import type { NeonAnnotation, NeonBranch, NeonProject } from './types';

const pageSize = 100;

/** A branch by id or exact name. @throws OperationFailure when there is none. */
export async function findBranch(
	client: PlatformClient,
	project: NeonProject,
	entered: string,
): Promise<NeonBranch> {
	const branch = await lookUpBranch(client, project, entered);
	if (branch) return branch;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has no branch "${entered}"`,
		'Choose the branch from the list, or give its id or exact name',
	);
}

/** The same; null when there is none. */
export async function lookUpBranch(
	client: PlatformClient,
	project: NeonProject,
	entered: string,
): Promise<NeonBranch | null> {
	if (/^br-[a-z0-9-]{1,57}$/.test(entered)) {
		const byId = await optionalFieldIn<NeonBranch>(
			client,
			'branch',
			path`/projects/${project.id}/branches/${entered}`,
		);
		if (byId) return byId;
	}
	return (await lookUpBranchByName(client, project.id, entered))?.branch ?? null;
}

/** Names of branches are unique in a project. */
export function nameTaken(
	project: NeonProject,
	name: string,
	advice = 'Choose another name',
): OperationFailure {
	return new OperationFailure(
		`Neon project ${projectName(project)} has a branch "${name}" already`,
		advice,
	);
}

export interface NamedBranch {
	readonly branch: NeonBranch;
	readonly annotation: Readonly<Record<string, string>>;
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
		path`/projects/${projectId}/branches`,
		{ search: name, limit: pageSize },
		Infinity,
		(body) => void Object.assign(annotations, valueAt(body, 'annotations')),
	);
	const branch = found.find((candidate) => candidate.name === name);
	return branch ? { branch, annotation: annotations[branch.id]?.value ?? {} } : null;
}

/** Branches whose name or id holds `search`, by name. */
export async function listBranches(
	client: PlatformClient,
	projectId: string,
	search: string,
	limit: number,
): Promise<NeonBranch[]> {
	return await listPages<NeonBranch>(
		client,
		'branches',
		path`/projects/${projectId}/branches`,
		{
			sort_by: 'name',
			sort_order: 'asc',
			limit: Math.min(limit, pageSize),
			...(search && { search }),
		},
		limit,
	);
}

export async function readBranch(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<NeonBranch> {
	return await fieldIn<NeonBranch>(
		client,
		'branch',
		path`/projects/${projectId}/branches/${branchId}`,
	);
}

/** @throws OperationFailure when the project has none, which Neon does not allow. */
export async function findDefaultBranch(
	client: PlatformClient,
	project: NeonProject,
): Promise<NeonBranch> {
	const branches = await listBranches(client, project.id, '', Infinity);
	const found = branches.find((branch) => branch.default === true);
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has no default branch that this credential may see`,
		'Choose the parent branch from the list',
	);
}

export async function childrenOf(
	client: PlatformClient,
	projectId: string,
	branch: NeonBranch,
): Promise<NeonBranch[]> {
	const branches = await listBranches(client, projectId, '', Infinity);
	return branches.filter(({ parent_id: parentId }) => parentId === branch.id);
}

/** How a person knows the branch. */
export function branchName(branch: NeonBranch): string {
	return branch.name ?? branch.id;
}

/** A branch in our shape. */
export function branchJson(project: NeonProject, branch: NeonBranch): IDataObject {
	return {
		...inCamelCase(branch, [
			'id',
			'name',
			'parent_id',
			'parent_timestamp',
			'parent_lsn',
			'init_source',
			'expires_at',
			'last_reset_at',
			'created_at',
		]),
		...projectFields(project),
		name: branchName(branch),
		state: branch.current_state ?? null,
		default: branch.default === true,
		protected: branch.protected === true,
	};
}
