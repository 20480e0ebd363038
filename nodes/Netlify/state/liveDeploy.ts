import { phaseOf } from '../../deployment/state/deploymentState';
import type { DeploymentUnderWay, LiveDeployment } from '../../deployment/state/liveDeployment';
import { type NetlifyDeploy, type NetlifySite, siteName } from '../api/types';
import { addressesOf } from './addresses';
import type { ChosenContext } from './deployContext';
import { statusOf } from './deployStatus';

/** What one look at a site found of a context. */
export interface ContextSight {
	readonly context: ChosenContext;
	/** What the context serves; null before its first deploy. */
	readonly served: NetlifyDeploy | null;
	/** Deploys of the site, the newest first. */
	readonly newest: readonly NetlifyDeploy[];
}

/** What a site, or the address of one of its branches, serves, in the shape of every platform. */
export function liveDeployOf(site: NetlifySite, { context, served, newest }: ContextSight): LiveDeployment {
	return {
		platform: 'netlify',
		target: siteName(site),
		context: context.name,
		isLive: served !== null,
		deploymentId: served?.id ?? '',
		artifact: served?.id ?? '',
		commit: served?.commit_ref ?? '',
		url: addressOf(site, context, served),
		version: '',
		publishedAt: served?.published_at ?? served?.updated_at ?? served?.created_at ?? '',
		underWay: underWayIn(context, newest),
	};
}

/** Production at the site's address; a branch's deploy at its own, which a newer one does not take over. */
function addressOf(site: NetlifySite, { branch }: ChosenContext, served: NetlifyDeploy | null): string {
	if (branch === null) return site.ssl_url ?? site.url ?? '';
	return (served && addressesOf(served).url) ?? '';
}

/** The newest that has not ended: Netlify builds one after the other, so that one is live in the end. */
function underWayIn(context: ChosenContext, newest: readonly NetlifyDeploy[]): DeploymentUnderWay | null {
	const [deploy] = deploysUnderWay(context, newest);
	if (!deploy) return null;
	return {
		deploymentId: deploy.id,
		commit: deploy.commit_ref ?? '',
		artifact: deploy.id,
		startedAt: deploy.created_at ?? '',
	};
}

/** The deploys of a context that have not ended, in their order. */
export function deploysUnderWay(context: ChosenContext, deploys: readonly NetlifyDeploy[]): NetlifyDeploy[] {
	return deploys.filter((deploy) => isOfContext(deploy, context) && isUnderWay(deploy));
}

function isOfContext(deploy: NetlifyDeploy, { branch }: ChosenContext): boolean {
	if (branch === null) return deploy.context === 'production' && deploy.draft !== true;
	return deploy.branch === branch && deploy.context !== 'deploy-preview' && deploy.draft !== true;
}

/** A state that Netlify's documentation does not have is none that ends by itself. */
function isUnderWay(deploy: NetlifyDeploy): boolean {
	const { state } = statusOf(deploy);
	return state !== 'unknown' && phaseOf(state) === 'pending';
}
