import type { IDataObject } from 'n8n-workflow';

import type { NeonBranch, NeonEndpoint, NeonProject } from '../api/types';
import { inCamelCase } from './camelCase';
import { projectFields } from './projectJson';

/** A compute in our shape. */
export function computeJson(project: NeonProject, endpoint: NeonEndpoint, branch?: NeonBranch | null): IDataObject {
	return {
		...inCamelCase(endpoint, ['id', 'name', 'host', 'branch_id', 'type', 'created_at']),
		...projectFields(project),
		branch: branch?.name ?? null,
		state: endpoint.current_state ?? null,
		disabled: endpoint.disabled === true,
		minimumComputeUnits: endpoint.autoscaling_limit_min_cu ?? null,
		maximumComputeUnits: endpoint.autoscaling_limit_max_cu ?? null,
		suspendAfterSeconds: endpoint.suspend_timeout_seconds ?? null,
		lastActiveAt: endpoint.last_active ?? null,
	};
}
