import type { CancelResult, DeploymentResult } from '../../deployment/state/deploymentResult';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** How a deploy ended, or how far it was when the time was up. */
export interface DeployResult extends DeploymentResult {
	readonly deploy: NetlifyDeploy;
	/** The deploy that the site serves now; null when none, or not read. */
	readonly published: NetlifyDeploy | null;
	/** With state `unknown`: why nobody saw the end, and whether it was cancelled. */
	readonly unseen?: { readonly cause: unknown; readonly cancelResult: CancelResult };
	/** The end of the build's log, when the build failed. */
	readonly log?: BuildLog;
}

/** The end of a build's log, without the values of the site's readable variables and what looks like a token. */
export interface BuildLog {
	/** The last lines, oldest first. */
	readonly lines: readonly string[];
	/** Why there are none; empty when there are. */
	readonly note: string;
}

/** All that is known of a deploy that could not be read. */
export function stubOf(id: string, site: NetlifySite): NetlifyDeploy {
	return { id, site_id: site.id, ...(site.name && { name: site.name }) };
}
