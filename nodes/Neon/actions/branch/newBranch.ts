import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { shaped } from '../../answers';
import { branchJson, findDefaultBranch } from '../../branches';
import type { BranchWish } from '../../createBranch';
import { computeBody, computeOptions } from '../../endpoints';
import { expiryIn, expiryOptions } from '../../expiry';
import { checkName, furtherBranchProperty, optionalBranch } from '../../locators';
import { momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import { nameProperty, switchProperty } from '../../properties';
import type { ReadyBranch } from '../../readiness';
import type { NeonProject } from '../../types';

/** What Ensure and Create ask for alike. */
export const newBranchProperties: INodeProperties[] = [
	nameProperty('preview/pr-42'),
	furtherBranchProperty(
		'Parent',
		'parent',
		'The branch to make it from; leave it empty for the default branch of the project',
	),
	...momentProperties('the parent', 'latest'),
	switchProperty(
		'Schema Only',
		'schemaOnly',
		false,
		'Whether to take the parent\'s tables without their rows, so that no production data is in it',
	),
	switchProperty(
		'Add Compute',
		'addCompute',
		true,
		'Whether it gets a read-write compute, without which nothing can connect to it',
	),
];

export const newBranchOptions: INodeProperties[] = [...expiryOptions('branch'), ...computeOptions];

export const protectedOption: INodeProperties = switchProperty(
	'Protected',
	'protected',
	true,
	'Whether it is protected from being deleted or reset',
);

/** @throws OperationFailure for what Neon would refuse, before anything is asked of it. */
export async function branchWish(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	more: { readonly isProtected?: boolean } = {},
): Promise<BranchWish & { readonly parentAsked: boolean }> {
	const options = collectionParameter(context, 'options');
	const name = checkName(textParameter(context, 'name'), 'Name', 256);
	const moment = momentParameter(context);
	const expiresAt = expiryIn(options);
	const compute = switchParameter(context, 'addCompute') ? computeBody(options) : null;
	const asked = await optionalBranch(context, client, project, 'parent');
	const parent = asked ?? (await findDefaultBranch(client, project));
	requireWithinHistory(project, parent, moment);
	return {
		name,
		parent,
		moment,
		schemaOnly: switchParameter(context, 'schemaOnly'),
		expiresAt,
		compute,
		parentAsked: asked !== null,
		...more,
	};
}

/** A ready branch in our shape, or in Neon's. */
export function readyBranchJson(
	context: OperationContext,
	project: NeonProject,
	{ branch, endpoint, answered }: ReadyBranch,
): IDataObject {
	return {
		...shaped(context, branch, (one) => branchJson(project, one)),
		endpointId: endpoint?.id ?? null,
		host: endpoint?.host ?? null,
		ready: true,
		answered,
		// Ready by Neon's word alone is not proof.
		verified: answered === true,
	};
}
