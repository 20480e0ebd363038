import type { NetlifySite } from '../api/types';

/** Whether a build of this branch becomes a production deploy. */
export function isProductionBuild(site: NetlifySite, branch: string): boolean {
	return branch === '' || branch === site.build_settings?.repo_branch;
}
