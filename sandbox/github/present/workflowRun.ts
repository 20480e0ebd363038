import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { treeSha } from '../world/gitData';
import { repositoryApiUrl, repositoryWebUrl, representMinimalRepository } from './repository';
import { isoTime, nodeId } from './urls';
import { TOKEN_LOGIN, emailOf } from '../world/accounts';
import type { JsonObject, RepositoryRecord, WorkflowRunRecord } from '../model';
import { representUser } from './user';

export function representWorkflowRun(
	context: GitHubContext,
	record: RepositoryRecord,
	run: WorkflowRunRecord,
): JsonObject {
	const urls = urlsOf(context);
	const api = repositoryApiUrl(urls, record.fullName);
	const url = `${api}/actions/runs/${run.id}`;
	const commit = context.git.resolve(record, run.sha);
	const author = commit ? { name: commit.author.replace(/\s*<.*>/, ''), email: emailOf(commit.author) } : null;
	const actor = representUser(urls, TOKEN_LOGIN);
	return {
		id: run.id,
		name: run.workflow.name,
		node_id: nodeId('WorkflowRun', run.id),
		check_suite_id: run.id + 1,
		check_suite_node_id: nodeId('CheckSuite', run.id + 1),
		head_branch: run.branch,
		head_sha: run.sha,
		path: run.workflow.path,
		display_title: run.title,
		run_number: run.number,
		run_attempt: run.attempt,
		referenced_workflows: [],
		event: run.event,
		status: run.status,
		conclusion: run.conclusion,
		workflow_id: run.workflow.id,
		url,
		html_url: `${repositoryWebUrl(urls, record.fullName)}/actions/runs/${run.id}`,
		pull_requests: openPullRequestsOf(context, record, run),
		created_at: isoTime(run.createdAtMs),
		updated_at: isoTime(run.updatedAtMs),
		run_started_at: isoTime(run.startedAtMs),
		actor,
		triggering_actor: actor,
		jobs_url: `${url}/jobs`,
		logs_url: `${url}/logs`,
		check_suite_url: `${api}/check-suites/${run.id + 1}`,
		artifacts_url: `${url}/artifacts`,
		cancel_url: `${url}/cancel`,
		rerun_url: `${url}/rerun`,
		previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
		workflow_url: `${api}/actions/workflows/${run.workflow.id}`,
		head_commit: commit
			? {
					id: commit.sha,
					tree_id: treeSha(commit.files),
					message: commit.message,
					timestamp: isoTime(commit.committedAtMs),
					author,
					committer: author,
				}
			: null,
		repository: representMinimalRepository(urls, record),
		head_repository: representMinimalRepository(urls, record),
	};
}

/** Those whose head it ran for, of the repository's own branches: GitHub names none of a fork's. */
function openPullRequestsOf(context: GitHubContext, record: RepositoryRecord, run: WorkflowRunRecord): JsonObject[] {
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	const repo = { id: record.id, url: api, name: record.name };
	return record.pullRequests
		.filter(({ state, forkOwner, headBranch }) => state === 'open' && forkOwner === null && headBranch === run.branch)
		.map((pull) => ({
			id: pull.id,
			number: pull.number,
			url: `${api}/pulls/${pull.number}`,
			head: { ref: pull.headBranch, sha: run.sha, repo },
			base: { ref: pull.baseBranch, sha: context.git.branchHead(record, pull.baseBranch)?.sha ?? run.sha, repo },
		}));
}

/** The run's one job. */
export function representJob(context: GitHubContext, record: RepositoryRecord, run: WorkflowRunRecord): JsonObject {
	const urls = urlsOf(context);
	const api = repositoryApiUrl(urls, record.fullName);
	const id = run.id + 2;
	return {
		id,
		run_id: run.id,
		run_url: `${api}/actions/runs/${run.id}`,
		run_attempt: run.attempt,
		node_id: nodeId('Job', id),
		head_sha: run.sha,
		head_branch: run.branch,
		url: `${api}/actions/jobs/${id}`,
		html_url: `${repositoryWebUrl(urls, record.fullName)}/actions/runs/${run.id}/job/${id}`,
		status: run.status,
		conclusion: run.conclusion,
		created_at: isoTime(run.createdAtMs),
		started_at: isoTime(run.startedAtMs),
		completed_at: run.status === 'completed' ? isoTime(run.updatedAtMs) : null,
		name: 'deploy',
		workflow_name: run.workflow.name,
		steps: [],
		check_run_url: `${api}/check-runs/${id}`,
		labels: ['ubuntu-latest'],
		runner_id: null,
		runner_name: null,
		runner_group_id: null,
		runner_group_name: null,
	};
}
