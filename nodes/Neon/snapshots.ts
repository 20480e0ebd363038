import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/errors';
import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import { listUnder } from './answers';
import { projectName } from './projects';
import type { NeonProject, NeonSnapshot } from './types';

/** All snapshots of a project; Neon does not page them. */
export async function listSnapshots(
	client: PlatformClient,
	projectId: string,
): Promise<NeonSnapshot[]> {
	return await listUnder<NeonSnapshot>(client, 'snapshots', {
		method: 'GET',
		path: path`/projects/${projectId}/snapshots`,
	});
}

/** @throws OperationFailure when there is none. */
export async function findSnapshot(
	client: PlatformClient,
	project: NeonProject,
	entered: string,
): Promise<NeonSnapshot> {
	const snapshots = await listSnapshots(client, project.id);
	const found = snapshots.find(({ id }) => id === entered);
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has no snapshot "${entered}"`,
		'Choose the snapshot from the list, or give its id; it may have expired',
	);
}

/** A snapshot in our shape. */
export function snapshotJson(project: NeonProject, snapshot: NeonSnapshot): IDataObject {
	return {
		id: snapshot.id,
		name: snapshot.name ?? null,
		project: projectName(project),
		projectId: project.id,
		sourceBranchId: snapshot.source_branch_id ?? null,
		timestamp: snapshot.timestamp ?? null,
		lsn: snapshot.lsn ?? null,
		sizeBytes: snapshot.full_size ?? null,
		manual: snapshot.manual ?? null,
		expiresAt: snapshot.expires_at ?? null,
		createdAt: snapshot.created_at ?? null,
	};
}

export function rawSnapshotJson(snapshot: NeonSnapshot): IDataObject {
	return { ...snapshot };
}
