import { randomBytes } from 'node:crypto';

import { optionalLocator, optionalLocatorValue } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import { branchName, findBranch, lookUpBranchByName, nameTaken, readBranch } from '../../branches';
import { changeOnce, unproven } from '../../change';
import {
	branchProperty,
	checkName,
	chosenProject,
	projectProperty,
	snapshotProperty,
} from '../../locators';
import { openOperations } from '../../openOperations';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { nameProperty, preservedNameProperty, switchProperty } from '../../properties';
import { checkAnswersProperty, waitUntilReady } from '../../readiness';
import { findSnapshot } from '../../snapshots';
import { neonClient } from '../../transport';
import type { BranchAnswer } from '../../types';
import { startWait } from '../../wait';
import { readyBranchJson } from '../branch/newBranch';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a snapshot',
	description: 'Restore a snapshot to a new branch and, if asked to, put that in the place of the original one',
	properties: [
		projectProperty,
		snapshotProperty,
		{
			...nameProperty(
				'restored-before-migration',
				'Of the new branch; leave it empty for a name of its own',
			),
			required: false,
		},
		switchProperty(
			'Replace the Original',
			'replaceOriginal',
			false,
			'Whether the new branch takes over the name and the computes of the original one, whose connections end. The original stays under another name.',
		),
		{
			...optionalLocator(branchProperty, 'The branch to replace; leave it empty for the one that the snapshot was taken of'),
			displayName: 'Branch to Replace',
			displayOptions: { show: { replaceOriginal: [true] } },
		},
		{
			...preservedNameProperty(
				'New Name of the Original',
				'originalName',
				'Leave it empty for a name that Neon chooses',
			),
			displayOptions: { show: { replaceOriginal: [true] } },
		},
		{ ...allowDefaultBranchProperty, displayOptions: { show: { replaceOriginal: [true] } } },
		checkAnswersProperty,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const snapshotId = locatorValue(context, 'snapshot', 'Snapshot');
		const replaces = switchParameter(context, 'replaceOriginal');
		const name = checkName(
			textParameter(context, 'name') || `restored-${randomBytes(6).toString('hex')}`,
			'Name',
			256,
		);
		const project = await chosenProject(context, client);
		const snapshot = await findSnapshot(client, project, snapshotId);
		const targetId =
			(replaces ? optionalLocatorValue(context, 'branch') : '') || (snapshot.source_branch_id ?? '');
		const target = replaces ? await findBranch(client, project, targetId) : null;
		if (target) requireAllowed(context, project, target, 'replaced');
		if (await lookUpBranchByName(client, project.id, name)) {
			throw nameTaken(project, name);
		}
		const originalName = textParameter(context, 'originalName');
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, target ? branchName(target) : name, {
				action: 'restoreSnapshot',
				snapshotId,
				name,
				replaces: target?.id ?? null,
				originalName: originalName || null,
			});
		}
		const made = await changeOnce<BranchAnswer>(
			client,
			{
				method: 'POST',
				path: path`/projects/${project.id}/snapshots/${snapshotId}/restore`,
				body: { name, finalize_restore: false, ...(target && { target_branch_id: target.id }) },
			},
			wait,
			async () => {
				const found = await lookUpBranchByName(client, project.id, name);
				return found?.branch.restored_from === snapshotId ? { branch: found.branch } : null;
			},
		);
		const { branch } = made;
		const operations = made.operations ?? (await openOperations(client, project, branch));
		// The data is there before anything is replaced by it.
		const restored = await waitUntilReady(context, client, project, branch, operations, wait);
		if (!target) return { ...readyBranchJson(context, project, restored), replaced: false };

		const finalized = await changeOnce<{ operations?: BranchAnswer['operations'] }>(
			client,
			{
				method: 'POST',
				path: path`/projects/${project.id}/branches/${branch.id}/finalize_restore`,
				body: originalName === '' ? {} : { name: originalName },
			},
			wait,
			async () => {
				const now = await readBranch(client, project.id, branch.id);
				return now.restore_status === 'restored' ? null : {};
			},
		);
		const steps = finalized.operations ?? (await openOperations(client, project, branch));
		await waitForOperations(client, project.id, steps, wait);
		const ready = await waitUntilReady(context, client, project, branch, [], wait);
		const original = await readBranch(client, project.id, target.id);
		if (ready.branch.name !== target.name || original.name === target.name) {
			throw unproven(
				`branch ${branch.id} did not take the place of ${branchName(target)} (${target.id})`,
				`The restored data is in branch ${branchName(ready.branch)}. Look at both in Neon before you run this again`,
			);
		}
		return {
			...readyBranchJson(context, project, ready),
			replaced: true,
			originalId: original.id,
			originalName: branchName(original),
		};
	},
};
