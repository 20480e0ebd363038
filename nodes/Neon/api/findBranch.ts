import { OperationFailure } from '../../shared/operation/errors';
import { listBranches, lookUpBranchById, lookUpBranchByName } from './branches';
import type { ProjectClient } from './projectClient';
import { projectName, type NeonBranch } from './types';

/** A branch by id or exact name. @throws OperationFailure when there is none. */
export async function findBranch(client: ProjectClient, entered: string): Promise<NeonBranch> {
	const branch = await lookUpBranch(client, entered);
	if (branch) return branch;
	throw new OperationFailure(
		`Neon project ${projectName(client.project)} has no branch "${entered}"`,
		'Choose the branch from the list, or give its id or exact name',
	);
}

/** The same; null when there is none. */
export async function lookUpBranch(client: ProjectClient, entered: string): Promise<NeonBranch | null> {
	if (/^br-[a-z0-9-]{1,57}$/.test(entered)) {
		const byId = await lookUpBranchById(client, entered);
		if (byId) return byId;
	}
	return (await lookUpBranchByName(client, entered))?.branch ?? null;
}

/** @throws OperationFailure when the project has none, which Neon does not allow. */
export async function findDefaultBranch(client: ProjectClient): Promise<NeonBranch> {
	const branches = await listBranches(client, '', Infinity);
	const found = branches.find((branch) => branch.default === true);
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(client.project)} has no default branch that this credential may see`,
		'Choose the parent branch from the list',
	);
}
