import type { IDataObject } from 'n8n-workflow';

import { type NetlifyDeploy, type NetlifySite, siteName } from '../api/types';
import { deploymentOf } from './deploymentJson';

/** The output of a dry run: what would be done, to what, and what is live now. */
export function planJson(site: NetlifySite, plan: IDataObject): IDataObject {
	const published = site.published_deploy ?? null;
	return {
		dryRun: true,
		verified: false,
		platform: 'netlify',
		target: siteName(site),
		siteId: site.id,
		plan,
		locked: published?.locked === true,
		current: published ? { ...deploymentOf(published, { published }) } : null,
	};
}

/** The plan of a dry run for one deploy: what would be done to it, and what it is now. */
export function deployPlanJson(
	site: NetlifySite,
	action: string,
	deploy: NetlifyDeploy,
	more: IDataObject = {},
): IDataObject {
	const published = site.published_deploy ?? null;
	return planJson(site, { action, target: { ...deploymentOf(deploy, { published }) }, ...more });
}
