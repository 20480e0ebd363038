import type { IDataObject } from 'n8n-workflow';

import { projectFields } from './projects';
import type { NeonProject } from './types';

/** The output of a dry run: what would be done, and to what. */
export function planJson(project: NeonProject, target: string, plan: IDataObject): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'neon',
		...projectFields(project),
		target,
		plan,
	};
}
