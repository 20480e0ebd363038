import { phaseOf } from '../../deployment/state/deploymentState';
import type { PlatformClient } from '../../shared/http/platformClient';
import { readDeploy } from '../api/deploys';
import { findingOn, type DeployExpectation, type DeployFinding } from '../state/deployAssessment';
import { readSite } from '../api/sites';
import { statusOf } from '../state/deployStatus';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** What one look at a deploy, and at the site that may serve it, shows. */
export interface DeployLook {
	readonly deploy: NetlifyDeploy;
	readonly site: NetlifySite;
	readonly finding: DeployFinding;
}

/** Whether nothing more happens to a deploy by itself, but for its being published. */
export function hasEnded(deploy: NetlifyDeploy): boolean {
	return phaseOf(statusOf(deploy).state) !== 'pending';
}

/** The site is read after the deploy, and only once that can matter. */
export async function lookAt(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
): Promise<DeployLook> {
	const deploy = await readDeploy(client, site.id, deployId);
	const siteNow = hasEnded(deploy) ? await readSite(client, site.id) : site;
	return { deploy, site: siteNow, finding: findingOn(deploy, siteNow, expectation) };
}
