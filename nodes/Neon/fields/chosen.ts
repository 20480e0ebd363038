import type { Field } from '../../shared/fields/fields';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { OperationContext } from '../../shared/operation/operation';
import { findBranch } from '../api/findBranch';
import { findProject } from '../api/projects';
import type { NeonBranch, NeonProject } from '../api/types';
import { branchField, projectField } from './locators';

export async function chosenProject(context: OperationContext, client: PlatformClient): Promise<NeonProject> {
	return await findProject(client, projectField.read(context));
}

export async function chosenBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
): Promise<NeonBranch> {
	return await findBranch(client, project, branchField.read(context));
}

/** The branch in a locator that may be empty; null then. */
export async function optionalBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	field: Field<string>,
): Promise<NeonBranch | null> {
	const entered = field.read(context);
	return entered === '' ? null : await findBranch(client, project, entered);
}
