import { randomBytes } from 'node:crypto';

import { OperationFailure, PlatformRequestError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { attempt } from '../../../shared/waiting/attempt';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { branchName } from '../../branches';
import { changeOnce } from '../../change';
import { expiryIn, expiryOptions, longestSnapshotHours } from '../../expiry';
import { branchProperty, checkName, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { explainMoment, momentJson, momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import { openOperations } from '../../openOperations';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { nameProperty, optionsProperty } from '../../properties';
import { findSnapshot, listSnapshots, snapshotJson } from '../../snapshots';
import { neonClient } from '../../transport';
import type { SnapshotAnswer } from '../../types';
import { startWait } from '../../wait';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a snapshot',
	description: 'Take a snapshot of a root branch and wait until it is there',
	properties: [
		projectProperty,
		branchProperty,
		{
			...nameProperty('before-migration-42', 'Leave it empty for a name of its own'),
			required: false,
		},
		...momentProperties('the branch', 'latest'),
		optionsProperty(expiryOptions('snapshot')),
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const name = checkName(
			textParameter(context, 'name') || `slipway-${randomBytes(6).toString('hex')}`,
			'Name',
			256,
		);
		const moment = momentParameter(context);
		const expiresAt = expiryIn(collectionParameter(context, 'options'), longestSnapshotHours);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		requireWithinHistory(project, branch, moment);
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), {
				action: 'createSnapshot',
				name,
				point: momentJson(moment),
				expiresAt,
			});
		}
		// Names are not unique: what is there already cannot be what this run makes.
		const known = new Set((await listSnapshots(client, project.id)).map(({ id }) => id));
		const sent = await attempt(
			changeOnce<SnapshotAnswer>(
				client,
				{
					method: 'POST',
					path: path`/projects/${project.id}/branches/${branch.id}/snapshot`,
					query: {
						name,
						...moment,
						...(expiresAt !== null && { expires_at: expiresAt }),
					},
				},
				wait,
				async () => {
					const found = (await listSnapshots(client, project.id)).find(
						(snapshot) => snapshot.name === name && !known.has(snapshot.id),
					);
					if (!found) return null;
					return { snapshot: found, operations: await openOperations(client, project, branch) };
				},
			),
		);
		if (!sent.ok) {
			const isChild =
				branch.parent_id &&
				sent.error instanceof PlatformRequestError &&
				sent.error.status === 422 &&
				/root/i.test(sent.error.vendorMessage);
			if (!isChild) throw explainMoment(sent.error, project, branch, moment);
			throw new OperationFailure(
				`Neon takes snapshots of root branches only, and ${branchName(branch)} was made from ${branch.parent_id ?? ''}`,
				'Choose the root branch, or make a branch from this one instead of a snapshot',
				{},
				{ cause: sent.error },
			);
		}
		await waitForOperations(client, project.id, sent.value.operations ?? [], wait);
		const snapshot = await findSnapshot(client, project, sent.value.snapshot.id);
		return shaped(context, snapshot, (one) => snapshotJson(project, one));
	},
};
