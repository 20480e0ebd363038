import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { inCamelCase, listUnder } from './answers';
import { projectFields, projectName } from './projects';
import type { NeonProject, NeonSnapshot } from './types';

/** All snapshots of a project; Neon does not page them. */
export async function listSnapshots(
	client: PlatformClient,
	projectId: string,
): Promise<NeonSnapshot[]> {
	return await listUnder<NeonSnapshot>(client, 'snapshots', path`/projects/${projectId}/snapshots`);
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
		...inCamelCase(snapshot, [
			'id',
			'name',
			'source_branch_id',
			'timestamp',
			'lsn',
			'manual',
			'expires_at',
			'created_at',
		]),
		...projectFields(project),
		sizeBytes: snapshot.full_size ?? null,
	};
}
