import { phaseOf } from '../deployment/state/deploymentState';
import type { PlatformClient } from '../shared/http/platformClient';
import { readDeploy } from './deploys';
import { findingOn, type DeployExpectation, type DeployFinding } from './publication';
import { readSite } from './sites';
import { statusOf } from './status';
import type { NetlifyDeploy, NetlifySite } from './types';

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
