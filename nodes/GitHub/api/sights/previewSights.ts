import type { PreviewBuild, PreviewBuildSight, PullRequestSight } from '../../../deployment/preview/previewSight';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { PlatformRequestError } from '../../../shared/operation/errors';
import { lookAtPullRequest } from '../pullRequests';
import type { Repository } from '../repositories';
import { listRunsOf } from '../workflowRuns';
import { whyUnseen } from './whyUnseen';

/** The pull request as it is now. What GitHub does not tell is unseen, which is an answer. */
export async function readPullRequestSight(
	client: PlatformClient,
	repository: Repository,
	number: number,
): Promise<PullRequestSight> {
	try {
		const look = await lookAtPullRequest(client, repository, number);
		return { isSeen: true, pullRequest: look.state === 'read' ? look.pullRequest : null };
	} catch (error) {
		return { isSeen: false, reason: whyUnseen(error).reason };
	}
}

const maxRuns = 20;

/** The runs of a workflow at a commit, newest first, whatever started them. One that the repository does not have has none. */
export async function readBuildsAt(
	client: PlatformClient,
	repository: Repository,
	{ workflow, commit }: { readonly workflow: string; readonly commit: string },
): Promise<PreviewBuildSight> {
	try {
		const runs = await listRunsOf(client, { repository, workflow }, { branch: '', sha: commit, limit: maxRuns });
		return {
			isSeen: true,
			builds: runs.map((run): PreviewBuild => ({
				state: run.status !== 'completed' ? 'running' : run.conclusion === 'success' ? 'succeeded' : 'failed',
				// A run that is repeated keeps the time of its first attempt.
				startedAt: run.run_started_at ?? run.created_at,
				url: run.html_url,
			})),
		};
	} catch (error) {
		if (error instanceof PlatformRequestError && error.status === 404) return { isSeen: true, builds: [] };
		return { isSeen: false, reason: whyUnseen(error).reason };
	}
}
