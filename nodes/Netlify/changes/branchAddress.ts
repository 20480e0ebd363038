import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { listDeployedBranches } from '../api/deployedBranches';
import { listDeploys } from '../api/deploys';
import { largestPage } from '../api/paging';
import { type NetlifySite, siteName } from '../api/types';
import { type BranchesSight, branchSlug, isDeployPreviewName, ownerOfAddress } from '../state/branchAddress';
import { isProductionBuild } from '../state/productionBuild';

export async function lookAtBranches(client: PlatformClient, site: NetlifySite): Promise<BranchesSight> {
	// In this order: a deploy that is done between the two looks is in both, never in neither.
	const deploys = await listDeploys(client, site.id, {}, largestPage);
	return { deploys, deployed: await listDeployedBranches(client, site.id) };
}

/** @throws OperationFailure, with `refused`, for the production branch and for a name that Netlify takes for one of its own previews. */
export function assertNotReserved(site: NetlifySite, branch: string): void {
	if (isProductionBuild(site, branch)) {
		throw refused(
			`Branch ${branch} is the production branch of site ${siteName(site)}: what is built of it goes live`,
			"Choose another branch, or change the production branch in the site's settings",
		);
	}
	if (!isDeployPreviewName(branch)) return;
	throw refused(
		`Branch ${branch} of site ${siteName(site)} would answer where Netlify puts its own preview of a pull request`,
		'Rename the branch',
	);
}

/** @throws OperationFailure, with `refused`, where the address belongs to another branch. */
export function assertOwnAddress(site: NetlifySite, branch: string, sight: BranchesSight): void {
	const owner = ownerOfAddress(branch, sight);
	if (owner === branch) return;
	throw refused(
		`Branch ${branch} of site ${siteName(site)} would answer at the address of branch ${owner}, which was there first: Netlify makes "${branchSlug(branch)}" of both names`,
		`Rename one of the two branches, or remove the deploys of ${owner} first (Deployed Branch: Remove)`,
		{ addressOf: owner },
	);
}

function refused(message: string, advice: string, facts: Readonly<Record<string, string>> = {}): OperationFailure {
	return new OperationFailure(message, advice, { refused: true, ...facts });
}
