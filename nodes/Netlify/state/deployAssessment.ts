import { phaseOf, type DeploymentState, type DeploymentStatus } from '../../deployment/state/deploymentState';
import { judge } from '../../deployment/state/verdict';
import { requestedCommit, shortCommit } from './commit';
import { statusOf } from './deployStatus';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** What a deploy must have become to count as done. */
export interface DeployExpectation {
	/** Whether the site itself must serve it; off for drafts and branch deploys. */
	readonly production: boolean;
	/** Put live by hand: a draft or branch deploy counts too, and a lock does not stand in its way. */
	readonly isRestore?: boolean;
	/** What was live at the start: while it still is, nothing newer has taken this deploy's place. */
	readonly replaces: string | null;
	/** The commit it must be of; null when none in particular was asked for. */
	readonly commit: string | null;
}

export interface DeployFinding {
	readonly phase: 'pending' | 'succeeded' | 'failed';
	readonly state: DeploymentState;
	/** Why; empty when all is well. */
	readonly reason: string;
	/** What a person can do about it; empty when all is well. */
	readonly advice: string;
	/** Ready, but the site serves another deploy without an explanation: publishing may still follow. */
	readonly unpublished?: true;
}

const lookAtLog =
	'Read the build log of that deploy in Netlify, correct what it names, and deploy again. What was live before still is';
const wasCancelled =
	'Somebody, or Netlify itself, stopped it: find out who and why in Netlify, then deploy again';

/**
 * Whether a deploy is what was asked for. "Ready" alone proves nothing: a locked site keeps serving
 * another deploy, a newer one may have been published over it, and Netlify builds the head of the
 * branch, which may have moved on. `site` must be read after the deploy was seen ready.
 */
export function findingOn(
	deploy: NetlifyDeploy,
	site: NetlifySite,
	expectation: DeployExpectation,
): DeployFinding {
	const known = statusOf(deploy);
	// What was put away is served again after a restore; whether it is, the site says.
	const isBack = expectation.isRestore && deploy.state === 'old';
	const status: DeploymentStatus = isBack ? { state: 'ready', reason: '' } : known;
	const phase = phaseOf(status.state);
	if (phase === 'pending' || status.state === 'skipped') return { phase, ...status, advice: '' };
	if (phase === 'failed') {
		return { phase, ...status, advice: status.state === 'cancelled' ? wasCancelled : lookAtLog };
	}
	const commit = deploy.commit_ref ?? null;
	const requestedArtifact = requestedCommit(expectation.commit, commit);
	const wrongCommit =
		requestedArtifact !== null && commit !== requestedArtifact
			? builtAnotherCommit(deploy, requestedArtifact)
			: undefined;
	if (!expectation.production) {
		const verdict = judge({
			deploymentId: deploy.id,
			status,
			requestedArtifact,
			running: [{ name: `Deploy ${deploy.id}`, deploymentId: deploy.id, artifact: commit }],
			expectedInstances: 1,
			matchDeployment: true,
		});
		if (verdict.success) return { phase: 'succeeded', state: 'ready', reason: '', advice: '' };
		return wrongCommit ?? { phase: 'failed', state: verdict.state, reason: verdict.reason, advice: lookAtLog };
	}
	if (!expectation.isRestore && deploy.context && deploy.context !== 'production') {
		return notProduction(deploy);
	}
	const published = site.published_deploy ?? null;
	const isPublished = published?.id === deploy.id;
	const verdict = judge({
		deploymentId: deploy.id,
		status: { ...status, state: isPublished ? 'live' : 'ready' },
		requestedArtifact,
		running: [
			{
				name: `Site ${site.name ?? site.id}`,
				deploymentId: published?.id ?? null,
				artifact: published?.commit_ref ?? null,
			},
		],
		expectedInstances: 1,
		matchDeployment: true,
	});
	if (verdict.success) return { phase: 'succeeded', state: 'live', reason: '', advice: '' };
	if (!isPublished) return notPublished(deploy, published, expectation);
	return wrongCommit ?? { phase: 'failed', state: verdict.state, reason: verdict.reason, advice: lookAtLog };
}

function notProduction(deploy: NetlifyDeploy): DeployFinding {
	return {
		phase: 'failed',
		state: 'ready',
		reason: `Netlify made it a ${deploy.context} of branch ${deploy.branch ?? '(not told)'}, not a production deploy`,
		advice: 'Check the production branch in the site\'s settings. To put this very deploy live, restore it',
	};
}

function notPublished(
	deploy: NetlifyDeploy,
	published: NetlifyDeploy | null,
	expectation: DeployExpectation,
): DeployFinding {
	const isUnchanged = (published?.id ?? null) === expectation.replaces;
	if (published?.locked === true && !(expectation.isRestore && isUnchanged)) {
		return {
			phase: 'failed',
			state: 'ready',
			reason: `The site is locked to deploy ${published.id}${ofCommit(published)}, so deploy ${deploy.id} is ready, but not published`,
			advice: `Unlock deploy ${published.id}, then restore deploy ${deploy.id}, or deploy again`,
		};
	}
	const isNewer = (published?.created_at ?? '') > (deploy.created_at ?? '');
	if (published && !isUnchanged && (isNewer || deploy.published_at)) {
		return {
			phase: 'failed',
			state: 'superseded',
			reason: `Deploy ${published.id}${ofCommit(published)} was published over it`,
			advice: 'Nothing is left to do if that deploy is the newer one. Else restore the deploy that should be live',
		};
	}
	const serves = published ? `deploy ${published.id}` : 'no deploy';
	const isPutBack = published !== null && deploy.published_at && !expectation.isRestore;
	return {
		phase: 'pending',
		state: isPutBack ? 'rolledBack' : 'ready',
		reason: isPutBack
			? `It was live, but the site serves ${serves} again: somebody put that back`
			: `It is ready, but the site serves ${serves}`,
		advice: `Restore deploy ${deploy.id} to publish it, and check in Netlify whether automatic publishing is stopped`,
		unpublished: true,
	};
}

function builtAnotherCommit(deploy: NetlifyDeploy, requested: string): DeployFinding {
	const built = deploy.commit_ref ? shortCommit(deploy.commit_ref) : 'a commit it does not tell';
	return {
		phase: 'failed',
		state: 'superseded',
		reason: `Netlify built ${built}, not ${shortCommit(requested)}: it always builds the head of the branch, which has moved`,
		advice: 'Nothing is left to do if the newer commit has a deploy of its own. Else deploy the head of the branch again, with its commit',
	};
}

function ofCommit(deploy: NetlifyDeploy): string {
	return deploy.commit_ref ? ` (commit ${shortCommit(deploy.commit_ref)})` : '';
}
