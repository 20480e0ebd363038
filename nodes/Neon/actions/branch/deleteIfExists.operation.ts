import type { IDataObject } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { refuseGuarded } from '../../branchGuard';
import { branchName, childrenOf, listBranches, lookUpBranch } from '../../branches';
import { isFormerStateOf } from '../../branchOrigin';
import { unproven } from '../../change';
import { deleteWhenFree } from '../../deleteWhenFree';
import { branchProperty, chosenProject, projectProperty } from '../../locators';
import { planJson } from '../../plan';
import { projectFields, projectName } from '../../projects';
import { neonClient } from '../../transport';
import type { NeonBranch, NeonProject } from '../../types';
import { startWait } from '../../wait';

export const deleteIfExists: Operation = {
	value: 'deleteIfExists',
	name: 'Delete If Exists',
	action: 'Delete a branch if it exists',
	description: 'Delete a branch and wait until it is gone; harmless when it is gone already, refused for the default or a protected one',
	properties: [projectProperty, branchProperty, timeoutProperty(120), dryRunProperty],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const entered = locatorValue(context, 'branch', 'Branch');
		const project = await chosenProject(context, client);
		const branch = await lookUpBranch(client, project, entered);
		const target = branch ? branchName(branch) : entered;
		const output: IDataObject = {
			platform: 'neon',
			...projectFields(project),
			target,
			id: branch?.id ?? null,
			existed: branch !== null,
		};
		if (branch) await requireDeletable(client, project, branch);
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, target, { action: branch ? 'delete' : 'nothing', existed: branch !== null });
		}
		if (!branch) return { ...output, deleted: false };
		const sent = await attempt(
			deleteWhenFree(client, project.id, path`/projects/${project.id}/branches/${branch.id}`, wait),
		);
		if (!sent.ok) throw await explainRefusal(client, project, branch, sent.error);
		const left = await lookUpBranch(client, project, branch.id);
		if (left?.id === branch.id) {
			throw unproven(`branch ${target} (${branch.id}) is still there`);
		}
		return { ...output, deleted: true, ...(await keptStates(client, project, branch)) };
	},
};

/** What restores of the branch have kept stays, and is said: it holds data, and has no end of its own. */
async function keptStates(client: PlatformClient, project: NeonProject, branch: NeonBranch): Promise<IDataObject> {
	const kept = (await listBranches(client, project.id, `${branchName(branch)}_old_`, Infinity)).filter((other) =>
		isFormerStateOf(branch, other),
	);
	return {
		keptBranches: kept.map((other) => ({ id: other.id, name: branchName(other), expiresAt: other.expires_at ?? null })),
		warnings: kept.length === 0 ? [] : [`${kept.map(branchName).join(', ')} hold what ${branchName(branch)} held before it was restored, and stay: delete them, too, if nobody needs that any more`],
	};
}

async function requireDeletable(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
): Promise<void> {
	refuseGuarded(
		project,
		branch,
		'deleted',
		'If it really is to go, take its protection or its being the default away in Neon first',
	);
	const children = await childrenOf(client, project.id, branch);
	if (children.length > 0) throw hasChildren(project, branch, children);
}

function hasChildren(
	project: NeonProject,
	branch: NeonBranch,
	children: readonly NeonBranch[],
): OperationFailure {
	const names = children.slice(0, 10).map((child) => `${branchName(child)} (${child.id})`);
	const more = children.length > 10 ? ` and ${children.length - 10} more` : '';
	return new OperationFailure(
		`Branch ${branchName(branch)} of Neon project ${projectName(project)} was not deleted: ${children.length === 1 ? 'a branch was' : `${children.length} branches were`} made from it: ${names.join(', ')}${more}`,
		'Delete those first, the youngest ones before their parents',
		{ children: children.map(({ id, name = id }) => ({ id, name })) },
	);
}

/** A branch may have got children since it was looked at. */
async function explainRefusal(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	error: unknown,
): Promise<unknown> {
	const isRefusal =
		error instanceof PlatformRequestError && (error.status === 422 || error.status === 400);
	if (!isRefusal) return error;
	const children = await childrenOf(client, project.id, branch);
	return children.length > 0 ? hasChildren(project, branch, children) : error;
}
