import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import { OperationFailure } from '../../shared/operation/errors';
import { deleteAt, listUnder } from './answers';
import type { ProjectClient } from './projectClient';
import { projectName, type BranchAnswer, type NeonOperation, type NeonSnapshot, type SnapshotAnswer } from './types';

/** All snapshots of a project; Neon does not page them. */
export async function listSnapshots(client: ProjectClient): Promise<NeonSnapshot[]> {
	return await listUnder<NeonSnapshot>(client, 'snapshots', '/snapshots');
}

/** @throws OperationFailure when there is none. */
export async function findSnapshot(client: ProjectClient, entered: string): Promise<NeonSnapshot> {
	const snapshots = await listSnapshots(client);
	const found = snapshots.find(({ id }) => id === entered);
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(client.project)} has no snapshot "${entered}"`,
		'Choose the snapshot from the list, or give its id; it may have expired',
	);
}

/** Takes a snapshot of a branch. */
export async function postSnapshot(
	client: ProjectClient,
	branchId: string,
	query: IDataObject,
): Promise<SnapshotAnswer> {
	const request = { method: 'POST', path: path`/branches/${branchId}/snapshot`, query } as const;
	return await client.object<SnapshotAnswer>(request);
}

/** Makes a branch from a snapshot. */
export async function postSnapshotRestore(
	client: ProjectClient,
	snapshotId: string,
	body: IDataObject,
): Promise<BranchAnswer> {
	const request = { method: 'POST', path: path`/snapshots/${snapshotId}/restore`, body } as const;
	return await client.object<BranchAnswer>(request);
}

export async function deleteSnapshot(client: ProjectClient, snapshotId: string): Promise<readonly NeonOperation[]> {
	return await deleteAt(client, path`/snapshots/${snapshotId}`);
}
