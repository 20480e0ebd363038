import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation';
import { collectionParameter, switchParameter, textParameter } from '../../../shared/parameters';
import type { PlatformClient } from '../../../shared/platformClient';
import { branchJson, findDefaultBranch, rawBranchJson } from '../../branches';
import type { BranchWish } from '../../createBranch';
import { computeBody, computeOptions } from '../../endpoints';
import { expiryIn, expiryOptions } from '../../expiry';
import { checkName, optionalBranch, parentProperty } from '../../locators';
import { momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import type { ReadyBranch } from '../../readiness';
import type { NeonProject } from '../../types';

/** What Ensure and Create ask for alike. */
export const newBranchProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'preview/pr-42',
		description: 'Unique in the project',
	},
	parentProperty,
	...momentProperties('the parent', 'latest'),
	{
		displayName: 'Schema Only',
		name: 'schemaOnly',
		type: 'boolean',
		default: false,
		description: 'Whether to take the parent\'s tables without their rows, so that no production data is in it',
	},
	{
		displayName: 'Add Compute',
		name: 'addCompute',
		type: 'boolean',
		default: true,
		description: 'Whether it gets a read-write compute, without which nothing can connect to it',
	},
];

export const newBranchOptions: INodeProperties[] = [...expiryOptions, ...computeOptions];

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
		...(switchParameter(context, 'simplify') ? branchJson(project, branch) : rawBranchJson(branch)),
		endpointId: endpoint?.id ?? null,
		host: endpoint?.host ?? null,
		ready: true,
		answered,
		// Ready by Neon's word alone is not proof.
		verified: answered === true,
	};
}
