import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import { branchJson, branchName, readBranch } from '../../branches';
import { changeWhenFree, isTaken, unproven } from '../../change';
import { expiryIn, expiryOptions } from '../../expiry';
import { branchProperty, checkName, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { changesProperty, switchProperty } from '../../properties';
import { neonClient } from '../../transport';
import type { BranchAnswer } from '../../types';
import { startWait } from '../../wait';
import { protectedOption } from './newBranch';

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a branch',
	description: 'Rename a branch, protect it, or change when it expires',
	properties: [
		projectProperty,
		branchProperty,
		changesProperty([
			...expiryOptions('branch'),
			{ displayName: 'Name', name: 'name', type: 'string', default: '' },
			switchProperty(
				'Never Expires',
				'neverExpires',
				true,
				'Whether to take its expiry away',
			),
			protectedOption,
		]),
		allowDefaultBranchProperty,
		timeoutProperty(60),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const changes = collectionParameter(context, 'changes');
		const expiresAt = expiryIn(changes);
		if (expiresAt !== null && changes.neverExpires === true) {
			throw new OperationFailure('Both an expiry and Never Expires are given', 'Remove one of the two');
		}
		const body = {
			...(changes.name !== undefined && { name: checkName(String(changes.name).trim(), 'Name', 256) }),
			...(changes.protected !== undefined && { protected: changes.protected === true }),
			...(expiresAt !== null && { expires_at: expiresAt }),
			...(changes.neverExpires === true && { expires_at: null }),
		};
		if (Object.keys(body).length === 0) {
			throw new OperationFailure('No change is given', 'Add at least one under Changes');
		}
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const onlyProtects = Object.keys(body).length === 1 && changes.protected === true;
		if (!onlyProtects) requireAllowed(context, project, branch, 'changed');
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), { action: 'update', id: branch.id, changes: body });
		}
		const sent = await attempt(
			changeWhenFree<BranchAnswer>(
				client,
				{
					method: 'PATCH',
					path: path`/projects/${project.id}/branches/${branch.id}`,
					body: { branch: body },
					safeToRepeat: true,
				},
				wait,
			),
		);
		if (!sent.ok) {
			if (!(sent.error instanceof PlatformRequestError) || !isTaken(sent.error)) throw sent.error;
			throw new OperationFailure(
				`Branch ${branchName(branch)} was not renamed: there is a branch "${body.name ?? ''}" already`,
				'Choose another name',
				{},
				{ cause: sent.error },
			);
		}
		await waitForOperations(client, project.id, sent.value.operations ?? [], wait);
		const after = await readBranch(client, project.id, branch.id);
		const kept = [
			body.name !== undefined && after.name !== body.name ? 'name' : '',
			body.protected !== undefined && after.protected !== body.protected ? 'protection' : '',
			changes.neverExpires === true && after.expires_at ? 'expiry' : '',
			expiresAt !== null && Date.parse(after.expires_at ?? '') !== Date.parse(expiresAt) ? 'expiry' : '',
		].filter(Boolean);
		if (kept.length === 0) return shaped(context, after, (one) => branchJson(project, one));
		throw unproven(
			`did not change the ${kept.join(' and ')} of branch ${branchName(branch)}`,
			'Look at the branch in Neon; the plan may not allow it',
		);
	},
};
