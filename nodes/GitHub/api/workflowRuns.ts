import { listAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubWorkflowRun } from './types';
import { type WorkflowReference, workflowPath } from './workflows';

/** The newest runs of a workflow that were dispatched on a branch or tag, and when GitHub answered by its own clock. */
export async function listDispatchedRuns(
	client: PlatformClient,
	workflow: WorkflowReference,
	ref: string,
): Promise<{ readonly runs: GitHubWorkflowRun[]; readonly answeredAtMs: number | null }> {
	const { body, headers } = await client.request({
		method: 'GET',
		path: `${workflowPath(workflow)}/runs`,
		query: { event: 'workflow_dispatch', branch: ref.replace(/^refs\/(?:heads|tags)\//, ''), per_page: 30 },
	});
	return {
		runs: listAt(body, 'workflow_runs').filter(isRun),
		answeredAtMs: Date.parse(headers.date ?? '') || null,
	};
}

/** Of which commit and branch, and how many runs; empty where it does not matter. */
export interface RunFilter {
	readonly branch: string;
	readonly sha: string;
	readonly limit: number;
}

/** Runs of a workflow, newest first: of whatever started them. */
export async function listRunsOf(
	client: PlatformClient,
	workflow: WorkflowReference,
	{ branch, sha, limit }: RunFilter,
): Promise<GitHubWorkflowRun[]> {
	const runs = await listByPage<unknown>(
		client,
		{
			method: 'GET',
			path: `${workflowPath(workflow)}/runs`,
			query: { ...(branch !== '' && { branch }), ...(sha !== '' && { head_sha: sha }) },
		},
		{ limit, pageSize: 100, select: (body) => listAt(body, 'workflow_runs') },
	);
	return runs.filter(isRun);
}

export async function readRun(
	client: PlatformClient,
	repository: Repository,
	runId: string,
): Promise<GitHubWorkflowRun> {
	return await client.object({ method: 'GET', path: runPath(repository, runId) });
}

/** The jobs of a run's latest attempt; empty where GitHub does not list them, since they only explain the run. */
export async function listJobs(
	client: PlatformClient,
	repository: Repository,
	runId: string,
): Promise<readonly unknown[]> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${runPath(repository, runId)}/jobs`,
		query: { per_page: 100 },
		acceptStatuses: [403, 404, 500, 502, 503, 504],
	});
	return status === 200 ? listAt(body, 'jobs') : [];
}

function runPath({ apiPath }: Repository, runId: string): string {
	return `${apiPath}${path`/actions/runs/${runId}`}`;
}

function isRun(value: unknown): value is GitHubWorkflowRun {
	return typeof value === 'object' && value !== null && 'id' in value && 'created_at' in value;
}
