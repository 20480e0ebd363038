import type { IDataObject } from 'n8n-workflow';

import type { DeploymentTarget } from '../api/types';
import type { Routing } from '../state/routing';

/** The output of a dry run: what would be done, to what, and what takes the new workflows now. */
export function planJson(
	{ namespace, deployment }: DeploymentTarget,
	plan: IDataObject,
	routing: Routing | null,
	notes: readonly string[] = [],
): IDataObject {
	return {
		dryRun: true,
		verified: false,
		platform: 'temporal',
		target: `${namespace}/${deployment}`,
		plan,
		notes: [...notes],
		current: {
			id: routing?.current ?? null,
			rampingBuildId: routing?.ramp?.buildId ?? null,
			rampingPercentage: routing?.ramp?.percentage ?? null,
		},
	};
}
