import type { IDataObject } from 'n8n-workflow';

import { branchName, type NeonBranch, type NeonProject } from '../api/types';
import type { ReadyBranch } from '../state/branchState';
import { inCamelCase } from './camelCase';
import { projectFields } from './projectJson';

/** A branch in our shape. */
export function branchJson(project: NeonProject, branch: NeonBranch): IDataObject {
	return {
		...inCamelCase(branch, [
			'id',
			'name',
			'parent_id',
			'parent_timestamp',
			'parent_lsn',
			'init_source',
			'expires_at',
			'last_reset_at',
			'created_at',
		]),
		...projectFields(project),
		name: branchName(branch),
		state: branch.current_state ?? null,
		default: branch.default === true,
		protected: branch.protected === true,
	};
}

/** What is added to a branch that was waited for. */
export function readyFields({ endpoint, answered }: ReadyBranch): IDataObject {
	return {
		endpointId: endpoint?.id ?? null,
		host: endpoint?.host ?? null,
		ready: true,
		answered,
		// Ready by Neon's word alone is not proof.
		verified: answered === true,
	};
}
