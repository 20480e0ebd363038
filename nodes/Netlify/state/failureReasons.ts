import type { NetlifyDeploy } from '../api/types';
import { shortCommit } from './commit';
import type { DeployAssessment, DeployExpectation } from './deployExpectation';

export const lookAtLog =
	'Read the build log of that deploy in Netlify, correct what it names, and deploy again. What was live before is still live';
export const wasCancelled =
	'Somebody, or Netlify itself, stopped it: find out who and why in Netlify, then deploy again';

export function notProduction(deploy: NetlifyDeploy): DeployAssessment {
	return {
		phase: 'failed',
		state: 'ready',
		reason: `Netlify made it a ${deploy.context} of branch ${deploy.branch ?? '(not reported)'}, not a production deploy`,
		advice: "Check the production branch in the site's settings. To put this very deploy live, restore it",
	};
}

/** Why the site does not serve a deploy that is ready: locked, published over, rolled back, or not published yet. */
export function notPublished(
	deploy: NetlifyDeploy,
	published: NetlifyDeploy | null,
	expectation: DeployExpectation,
): DeployAssessment {
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
			advice:
				'If that deploy is the newer one, there is nothing to do. Otherwise restore the deploy that should be live',
		};
	}
	return unexplained(deploy, published, expectation);
}

/** Publishing may still follow. */
function unexplained(
	deploy: NetlifyDeploy,
	published: NetlifyDeploy | null,
	{ isRestore }: DeployExpectation,
): DeployAssessment {
	const serves = published ? `deploy ${published.id}` : 'no deploy';
	const isRolledBack = published !== null && deploy.published_at && !isRestore;
	return {
		phase: 'pending',
		state: isRolledBack ? 'rolledBack' : 'ready',
		reason: isRolledBack
			? `It was live, but the site serves ${serves} again: somebody rolled it back`
			: `It is ready, but the site serves ${serves}`,
		advice: `Restore deploy ${deploy.id} to publish it, and check in Netlify whether automatic publishing is stopped`,
		unpublished: true,
	};
}

export function anotherCommit(deploy: NetlifyDeploy, requested: string): DeployAssessment {
	const built = deploy.commit_ref ? shortCommit(deploy.commit_ref) : 'a commit that it does not report';
	return {
		phase: 'failed',
		state: 'superseded',
		reason: `Netlify built ${built}, not ${shortCommit(requested)}: it always builds the head of the branch, which has moved`,
		advice:
			'If the newer commit has a deploy of its own, there is nothing to do. Otherwise deploy the head of the branch again, with its commit',
	};
}

function ofCommit(deploy: NetlifyDeploy): string {
	return deploy.commit_ref ? ` (commit ${shortCommit(deploy.commit_ref)})` : '';
}
