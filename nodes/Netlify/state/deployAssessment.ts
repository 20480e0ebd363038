import { phaseOf, type DeploymentStatus } from '../../deployment/state/deploymentState';
import { judge, type RunningInstance } from '../../deployment/state/verdict';
import { type NetlifyDeploy, type NetlifySite, siteName } from '../api/types';
import { requestedCommit } from './commit';
import type { DeployAssessment, DeployExpectation } from './deployExpectation';
import { statusOf } from './deployStatus';
import { anotherCommit, lookAtLog, notProduction, notPublished, wasCancelled } from './failureReasons';

/**
 * Whether a deploy is what was asked for. "Ready" alone proves nothing: a locked site keeps serving
 * another deploy, a newer one may have been published over it, and Netlify builds the head of the
 * branch, which may have moved on. `site` must be read after the deploy was seen ready.
 */
export function assessDeploy(
	deploy: NetlifyDeploy,
	site: NetlifySite,
	expectation: DeployExpectation,
): DeployAssessment {
	const status = statusFor(deploy, expectation);
	const phase = phaseOf(status.state);
	if (phase === 'pending' || status.state === 'skipped') return { phase, ...status, advice: '' };
	if (phase === 'failed') {
		return { phase, ...status, advice: status.state === 'cancelled' ? wasCancelled : lookAtLog };
	}
	if (!expectation.production) {
		const itself = { name: `Deploy ${deploy.id}`, deploymentId: deploy.id, artifact: deploy.commit_ref ?? null };
		return judged(deploy, status, expectation, itself);
	}
	if (!expectation.isRestore && deploy.context && deploy.context !== 'production') return notProduction(deploy);
	const published = site.published_deploy ?? null;
	if (published?.id !== deploy.id) return notPublished(deploy, published, expectation);
	const served = { name: `Site ${siteName(site)}`, deploymentId: published.id, artifact: published.commit_ref ?? null };
	return judged(deploy, { ...status, state: 'live' }, expectation, served);
}

/** What is archived is served again after a restore; whether it is, the site says. */
function statusFor(deploy: NetlifyDeploy, { isRestore }: DeployExpectation): DeploymentStatus {
	return isRestore && deploy.state === 'old' ? { state: 'ready', reason: '' } : statusOf(deploy);
}

/** Whether what is served is this deploy, of the commit that was asked for. */
function judged(
	deploy: NetlifyDeploy,
	status: DeploymentStatus,
	expectation: DeployExpectation,
	running: RunningInstance,
): DeployAssessment {
	const commit = deploy.commit_ref ?? null;
	const requestedArtifact = requestedCommit(expectation.commit, commit);
	const verdict = judge({
		deploymentId: deploy.id,
		status,
		requestedArtifact,
		running: [running],
		expectedInstances: 1,
		matchDeployment: true,
	});
	if (verdict.success) return { phase: 'succeeded', state: status.state, reason: '', advice: '' };
	if (requestedArtifact !== null && commit !== requestedArtifact) return anotherCommit(deploy, requestedArtifact);
	return { phase: 'failed', state: verdict.state, reason: verdict.reason, advice: lookAtLog };
}
