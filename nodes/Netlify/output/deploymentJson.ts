import type { IDataObject } from 'n8n-workflow';

import type { Artifact, Deployment } from '../../deployment/state/deployment';
import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { NetlifyDeploy } from '../api/types';
import { addressesOf } from '../state/addresses';
import { statusOf } from '../state/deployStatus';
import { redactDeploy } from './redact';

/** What is known of a deploy beyond its own answer. */
export interface DeployFacts {
	/** The deploy that the site serves now; null when none, or not read. */
	readonly published: Pick<NetlifyDeploy, 'id' | 'commit_ref'> | null;
	/** Whether the address of its branch was seen to serve it. */
	readonly isNewestOfBranch?: boolean;
	/** What was live before. */
	readonly previous?: string | null;
	/** What an assessment says beyond Netlify's state, such as `superseded`. */
	readonly state?: DeploymentState;
	readonly reason?: string;
	/** Digest of the files that were sent. */
	readonly digest?: string | null;
}

/** A deploy in the shape that every platform's deployments have. */
export function deploymentOf(deploy: NetlifyDeploy, facts: DeployFacts): Deployment {
	const status = statusOf(deploy);
	const isLive = facts.published?.id === deploy.id;
	return {
		platform: 'netlify',
		target: deploy.name ?? deploy.site_id ?? '',
		id: deploy.id,
		version: null,
		commit: deploy.commit_ref ?? null,
		artifact: artifactOf(deploy, facts.digest ?? null),
		state: facts.state ?? (isLive ? 'live' : status.state),
		reason: facts.reason ?? status.reason,
		live: isLive,
		createdAt: deploy.created_at ?? null,
		createdBy: deploy.user_id ?? null,
		url: addressesOf(deploy).url,
		previous: facts.previous ?? null,
	};
}

/** The same as an item's JSON: with whether it was verified, and the raw answer when asked for. */
export function deploymentJson(
	deploy: NetlifyDeploy,
	facts: DeployFacts,
	shown: { readonly verified: boolean; readonly raw: boolean },
): IDataObject {
	const deployment = deploymentOf(deploy, facts);
	const { siteUrl, branchUrl } = addressesOf(deploy);
	return {
		...deployment,
		verified: shown.verified,
		locked: deploy.locked === true,
		branch: deploy.branch ?? null,
		context: deploy.context ?? null,
		title: deploy.title ?? null,
		siteUrl,
		branchUrl,
		liveInContext: deployment.live || (deploy.context === 'production' ? false : (facts.isNewestOfBranch ?? null)),
		publishedDeployId: facts.published?.id ?? null,
		publishedCommit: facts.published?.commit_ref ?? null,
		...(shown.raw && { raw: redactDeploy(deploy) }),
	};
}

function artifactOf(deploy: NetlifyDeploy, digest: string | null): Artifact | null {
	if (deploy.commit_ref) return { kind: 'commit', ref: deploy.commit_ref, digest };
	return deploy.build_id ? null : { kind: 'files', ref: deploy.id, digest };
}
