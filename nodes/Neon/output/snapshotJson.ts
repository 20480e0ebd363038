import type { IDataObject } from 'n8n-workflow';

import type { NeonProject, NeonSnapshot } from '../api/types';
import { inCamelCase } from './camelCase';
import { projectFields } from './projectJson';

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
