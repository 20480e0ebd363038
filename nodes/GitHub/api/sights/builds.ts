import type { BuildRun, BuildSight } from '../../../deployment/plan/sight';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { PlatformRequestError } from '../../../shared/operation/errors';
import type { Repository } from '../repositories';
import type { GitHubWorkflowRun } from '../types';
import { listRunsOf } from '../workflowRuns';
import { whyUnseen } from './whyUnseen';

/**
 * One page. A workflow that builds one service's image rarely runs so often between two of its commits, and each
 * run is some ten kilobytes; without a branch the runs of pull requests come between.
 */
const maxRuns = { ofBranch: 30, ofAny: 100 };

/**
 * The runs of the workflow that builds an image, newest first: of a branch, or of any where it is empty. A workflow
 * that the repository does not have has no runs.
 */
export async function readBuilds(
	client: PlatformClient,
	repository: Repository,
	{ workflow, branch }: { readonly workflow: string; readonly branch: string },
): Promise<BuildSight> {
	try {
		const runs = await listRunsOf(
			client,
			{ repository, workflow },
			{
				branch,
				sha: '',
				limit: branch === '' ? maxRuns.ofAny : maxRuns.ofBranch,
			},
		);
		return { isSeen: true, runs: runs.map(buildRun) };
	} catch (error) {
		if (error instanceof PlatformRequestError && error.status === 404) return { isSeen: true, runs: [] };
		return { isSeen: false, reason: whyUnseen(error).reason };
	}
}

function buildRun(run: GitHubWorkflowRun): BuildRun {
	const state = run.status !== 'completed' ? 'running' : run.conclusion === 'success' ? 'succeeded' : 'failed';
	// A run that is repeated keeps the time of its first attempt.
	return { commit: run.head_sha, state, startedAt: run.run_started_at ?? run.created_at, event: run.event };
}
