import type { Field } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import { neonClient } from '../api/client';
import { findBranch } from '../api/findBranch';
import { inProject, type ProjectClient } from '../api/projectClient';
import { findProject } from '../api/projects';
import type { NeonBranch } from '../api/types';
import { branchField, projectField } from './locators';

/** The client of the chosen project. */
export async function chosenProject(context: OperationContext): Promise<ProjectClient> {
	const client = neonClient(context);
	return inProject(client, await findProject(client, projectField.read(context)));
}

export async function chosenBranch(context: OperationContext, client: ProjectClient): Promise<NeonBranch> {
	return await findBranch(client, branchField.read(context));
}

/** The branch in a locator that may be empty; null then. */
export async function optionalBranch(
	context: OperationContext,
	client: ProjectClient,
	field: Field<string>,
): Promise<NeonBranch | null> {
	const entered = field.read(context);
	return entered === '' ? null : await findBranch(client, entered);
}
