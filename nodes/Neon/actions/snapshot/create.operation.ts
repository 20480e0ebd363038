import { randomBytes } from 'node:crypto';

import { OperationFailure, PlatformRequestError } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { collectionParameter, switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { settled } from '../../../shared/settled';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { branchName } from '../../branches';
import { changeOnce } from '../../change';
import { expiryIn, expiryOptions } from '../../expiry';
import { branchProperty, checkName, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { explainMoment, momentJson, momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import { listOperations, waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { findSnapshot, listSnapshots, rawSnapshotJson, snapshotJson } from '../../snapshots';
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
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'before-migration-42',
			description: 'Leave it empty for a name of its own',
		},
		...momentProperties('the branch', 'latest'),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: expiryOptions,
		},
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
		const expiresAt = expiryIn(collectionParameter(context, 'options'));
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
		const sent = await settled(
			changeOnce<SnapshotAnswer>(
				client,
				{
					method: 'POST',
					path: path`/projects/${project.id}/branches/${branch.id}/snapshot`,
					query: {
						name,
						...(moment.timestamp !== undefined && { timestamp: moment.timestamp }),
						...(moment.lsn !== undefined && { lsn: moment.lsn }),
						...(expiresAt !== null && { expires_at: expiresAt }),
					},
					safeToRepeat: false,
				},
				wait,
				async () => {
					const found = (await listSnapshots(client, project.id)).find(
						(snapshot) => snapshot.name === name && !known.has(snapshot.id),
					);
					if (!found) return null;
					const operations = await listOperations(client, project.id, 100);
					return {
						snapshot: found,
						operations: operations.filter(({ branch_id: branchId, status }) =>
							branchId === branch.id && (status === 'running' || status === 'scheduling'),
						),
					};
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
		return switchParameter(context, 'simplify')
			? snapshotJson(project, snapshot)
			: rawSnapshotJson(snapshot);
	},
};
