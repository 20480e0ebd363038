import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../shared/fields/fields';
import { dryRunProperty } from '../../shared/fields/sharedProperties';
import type { OperationContext } from '../../shared/operation/operation';
import type { PartKind } from '../api/branchParts';
import type { ProjectClient } from '../api/projectClient';
import { branchName, type NeonBranch } from '../api/types';
import { deletePart as sendDeletion } from '../changes/deletePart';
import type { Work } from '../changes/work';
import { chosenBranch } from '../fields/chosen';
import { planJson } from '../output/planJson';
import { assertAllowed } from './assertAllowed';
import { startWork } from './startWork';

/** Something with a name that a branch holds. */
export interface BranchPart {
	readonly kind: PartKind;
	readonly field: Field<string>;
	readonly list: (client: ProjectClient, branchId: string) => Promise<ReadonlyArray<{ readonly name: string }>>;
	/** @throws OperationFailure for one that must not be deleted. */
	readonly assertDeletable?: (work: Work, branch: NeonBranch, name: string) => Promise<void>;
}

/** Deletes the chosen database or role, or returns the plan. One that is gone already is fine. */
export async function deletePart(context: OperationContext, part: BranchPart): Promise<IDataObject> {
	const { kind } = part;
	const name = part.field.read(context);
	const work = await startWork(context);
	const { project } = work;
	const branch = await chosenBranch(context, work);
	assertAllowed(context, project, branch, `changed (${kind} ${name} stays)`);
	const exists = async () => (await part.list(work, branch.id)).some((found) => found.name === name);
	const existed = await exists();
	if (existed) await part.assertDeletable?.(work, branch, name);
	if (dryRunProperty.read(context)) {
		return planJson(project, branchName(branch), { action: existed ? 'delete' : 'nothing', [kind]: name });
	}
	if (existed) await sendDeletion(work, branch, kind, name, exists);
	return {
		name,
		branch: branchName(branch),
		branchId: branch.id,
		projectId: project.id,
		existed,
		deleted: existed,
	};
}
