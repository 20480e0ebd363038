import { phaseOf } from '../../deployment/state/deploymentState';
import type { PlatformClient } from '../../shared/http/platformClient';
import { readDeploy } from '../api/deploys';
import { readSite } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';
import { assessDeploy } from '../state/deployAssessment';
import type { DeployAssessment, DeployExpectation } from '../state/deployExpectation';
import { statusOf } from '../state/deployStatus';

/** A deploy, the site whose it is, and what it must become: what a wait is about. */
export interface ExpectedDeploy {
	readonly client: PlatformClient;
	readonly site: NetlifySite;
	readonly deployId: string;
	readonly expectation: DeployExpectation;
}

/** What one look at a deploy, and at the site that may serve it, shows. */
export interface DeployLook {
	readonly deploy: NetlifyDeploy;
	readonly site: NetlifySite;
	readonly assessment: DeployAssessment;
}

/** Whether nothing more happens to a deploy by itself, but for its being published. */
export function hasEnded(deploy: NetlifyDeploy): boolean {
	return phaseOf(statusOf(deploy).state) !== 'pending';
}

/** The site is read after the deploy, and only once that can matter. */
export async function lookAtDeploy({ client, site, deployId, expectation }: ExpectedDeploy): Promise<DeployLook> {
	const deploy = await readDeploy(client, site.id, deployId);
	const siteNow = hasEnded(deploy) ? await readSite(client, site.id) : site;
	return { deploy, site: siteNow, assessment: assessDeploy(deploy, siteNow, expectation) };
}
