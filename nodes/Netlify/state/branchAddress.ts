import { phaseOf } from '../../deployment/state/deploymentState';
import type { NetlifyDeploy, NetlifyDeployedBranch } from '../api/types';
import { statusOf } from './deployStatus';

/** A branch as a part of a host name, as Netlify writes it: `feature/New_Thing` is `feature-new-thing`. */
export function branchSlug(branch: string): string {
	return branch
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

/** What one look at a site shows of its branches. */
export interface BranchesSight {
	readonly deployed: readonly NetlifyDeployedBranch[];
	/** Its newest deploys. */
	readonly deploys: readonly NetlifyDeploy[];
}

/** Whether a deploy is one that a build made of a branch other than the production one. */
export function isBranchDeploy({ context, draft }: NetlifyDeploy): boolean {
	return context === 'branch-deploy' && draft !== true;
}

/**
 * The branch whose address it is: of several whose names differ only in what an address cannot show, such as
 * `feature/x` and `feature-x`, the one that was deployed first. Netlify itself serves whichever was built last.
 */
export function ownerOfAddress(branch: string, { deployed, deploys }: BranchesSight): string {
	const slug = branchSlug(branch);
	const ofAddress = deploys.filter(
		(deploy) => isBranchDeploy(deploy) && isOrWillBeServed(deploy) && branchSlug(deploy.branch ?? '') === slug,
	);
	const names = new Set([
		...deployed.filter((other) => (other.slug ?? branchSlug(other.name)) === slug).map(({ name }) => name),
		...ofAddress.map((deploy) => deploy.branch ?? ''),
	]);
	// One whose deploys are not among the newest is the oldest.
	const firstAt = (name: string): string => ofAddress.findLast((deploy) => deploy.branch === name)?.created_at ?? '';
	const [owner = branch] = [...names].sort(
		(one, other) => firstAt(one).localeCompare(firstAt(other)) || one.localeCompare(other),
	);
	return owner;
}

function isOrWillBeServed(deploy: NetlifyDeploy): boolean {
	return phaseOf(statusOf(deploy).state) === 'pending' || deploy.state === 'ready';
}

/** Netlify's own previews of pull requests answer at such addresses. */
export function isDeployPreviewName(branch: string): boolean {
	return /^deploy-preview-\d+$/.test(branchSlug(branch));
}
