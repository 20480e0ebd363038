import type { IDataObject } from 'n8n-workflow';

import { projectName, type NeonProject } from '../api/types';
import { inCamelCase } from './camelCase';

/** How every output names its project. */
export function projectFields(project: NeonProject): { project: string; projectId: string } {
	return { project: projectName(project), projectId: project.id };
}

/** A project in our shape. */
export function projectJson(project: NeonProject): IDataObject {
	return {
		...inCamelCase(project, ['id', 'name', 'history_retention_seconds', 'created_at', 'updated_at']),
		name: projectName(project),
		region: project.region_id ?? null,
		postgresVersion: project.pg_version ?? null,
		organizationId: project.org_id ?? null,
	};
}
