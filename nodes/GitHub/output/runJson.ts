import type { IDataObject } from 'n8n-workflow';

import type { GitHubWorkflowRun } from '../api/types';

/** A completed run. */
export function runJson(run: GitHubWorkflowRun, failedJobs: string[], waitedMs: number): IDataObject {
	return {
		runId: run.id,
		name: run.name ?? null,
		successful: run.conclusion === 'success',
		status: run.status,
		conclusion: run.conclusion,
		failedJobs,
		branch: run.head_branch,
		sha: run.head_sha,
		attempt: run.run_attempt ?? 1,
		url: run.html_url,
		waitedSeconds: Math.round(waitedMs / 1000),
	};
}

/** A run as a list shows it. */
export function foundRunJson(run: GitHubWorkflowRun): IDataObject {
	return {
		runId: run.id,
		name: run.name ?? null,
		successful: run.status === 'completed' && run.conclusion === 'success',
		status: run.status,
		conclusion: run.conclusion,
		branch: run.head_branch,
		sha: run.head_sha,
		event: run.event,
		attempt: run.run_attempt ?? 1,
		createdAt: run.created_at,
		url: run.html_url,
	};
}
