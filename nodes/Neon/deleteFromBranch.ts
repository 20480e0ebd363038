import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation/operation';
import { locatorValue, switchParameter } from '../shared/fields/parameters';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { requireAllowed } from './branchGuard';
import { branchName } from './branches';
import { unproven } from './change';
import { deleteWhenFree } from './deleteWhenFree';
import { chosenBranch, chosenProject } from './locators';
import { planJson } from './plan';
import { neonClient } from './transport';
import type { NeonBranch, NeonProject } from './types';
import { startWait } from './wait';

/** Something with a name that a branch holds. */
export interface BranchPart {
	/** As the parameter and the sentences call it. */
	readonly kind: 'database' | 'role';
	readonly label: string;
	readonly list: (
		client: PlatformClient,
		projectId: string,
		branchId: string,
	) => Promise<ReadonlyArray<{ readonly name: string }>>;
	/** @throws OperationFailure for one that must not be deleted. */
	readonly check?: (
		client: PlatformClient,
		project: NeonProject,
		branch: NeonBranch,
		name: string,
	) => Promise<void>;
}

/** Deletes a database or a role and sees that it is gone. Gone already is done well. */
export async function deleteFromBranch(
	context: OperationContext,
	part: BranchPart,
): Promise<IDataObject> {
	const { kind, label } = part;
	const client = neonClient(context);
	const wait = startWait(context);
	const name = locatorValue(context, kind, label);
	const project = await chosenProject(context, client);
	const branch = await chosenBranch(context, client, project);
	requireAllowed(context, project, branch, `changed (${kind} ${name} stays)`);
	const isThere = async () =>
		(await part.list(client, project.id, branch.id)).some((found) => found.name === name);
	const existed = await isThere();
	if (existed) await part.check?.(client, project, branch, name);
	if (switchParameter(context, 'dryRun')) {
		return planJson(project, branchName(branch), { action: existed ? 'delete' : 'nothing', [kind]: name });
	}
	if (existed) {
		const parent = path`/projects/${project.id}/branches/${branch.id}`;
		await deleteWhenFree(client, project.id, `${parent}/${kind}s${path`/${name}`}`, wait);
		if (await isThere()) {
			throw unproven(`branch ${branchName(branch)} still has ${kind} ${name}`);
		}
	}
	return {
		name,
		branch: branchName(branch),
		branchId: branch.id,
		projectId: project.id,
		existed,
		deleted: existed,
	};
}
