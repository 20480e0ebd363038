import type { Deploy, Site } from '../model';
import type { NetlifyWorld } from './world';

/** A branch as part of a host name: `feature/New_Thing` -> `feature-new-thing`. */
export function branchSlug(branch: string): string {
	return branch
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}

/** A site's main address, which serves what is published. */
export function siteAddress(world: NetlifyWorld, site: Site): string {
	return addressOf(world, site.name);
}

/** The one address that always serves this very deploy, published or not. */
export function permalink(world: NetlifyWorld, site: Site, deploy: Deploy): string {
	return addressOf(world, `${deploy.id}--${site.name}`);
}

/**
 * `main--paintbox`, `BRANCH--paintbox`, `deploy-preview-12--paintbox`: serves whatever is newest of that
 * branch. Undefined for a draft that was given no branch, and for a name that is too long.
 */
export function branchAddress(world: NetlifyWorld, site: Site, deploy: Deploy): string | undefined {
	return hasBranchAddress(world, site, deploy)
		? addressOf(world, `${branchSlug(deploy.branch)}--${site.name}`)
		: undefined;
}

/** What the host `LABEL--site` serves: a deploy by its id, or the newest finished one of a branch. */
export function deployAt(world: NetlifyWorld, site: Site, label: string): Deploy | undefined {
	return world
		.deploysOf(site)
		.filter(({ state }) => state === 'ready' || state === 'old')
		.find(
			(deploy) => deploy.id === label || (hasBranchAddress(world, site, deploy) && branchSlug(deploy.branch) === label),
		);
}

/** A draft that was given no branch has none, nor has a branch whose name is too long for a label of a host name (63). */
function hasBranchAddress(world: NetlifyWorld, site: Site, deploy: Deploy): boolean {
	if (`${branchSlug(deploy.branch)}--${site.name}`.length > 63) return false;
	return !deploy.draft || deploy.branch !== world.productionBranch(site);
}

function addressOf(world: NetlifyWorld, label: string): string {
	return `${world.services.origin()}/sites/${label}`;
}
