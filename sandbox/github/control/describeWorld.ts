import type { RepositoryCommit } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { DeploymentRecord, DeploymentStatusRecord, JsonObject, RepositoryRecord } from '../model';
import { representDelivery } from '../present/delivery';
import { representHookConfig } from '../present/hook';
import { repositoryWebUrl } from '../present/repository';
import { isoTime } from '../present/urls';

const SHOWN_COMMITS = 20;
const SHOWN_DELIVERIES = 200;

/** The whole simulated GitHub as JSON; a hook's secret and the secrets' values are never part of it. */
export function describeWorld(context: GitHubContext): JsonObject {
	return {
		repositories: context.world.repositories().map((record) => describeRepository(context, record)),
		hooks: context.world.hooks.map((hook) => ({
			id: hook.id,
			owner: hook.owner,
			kind: hook.kind,
			active: hook.active,
			events: hook.events,
			config: representHookConfig(hook),
			last_response: hook.lastResponse,
		})),
		deliveries: context.world.deliveries.slice(-SHOWN_DELIVERIES).map((delivery) => ({
			...representDelivery(delivery),
			hook_id: delivery.hookId,
			response: delivery.response.payload,
		})),
	};
}

function describeRepository(context: GitHubContext, record: RepositoryRecord): JsonObject {
	return {
		full_name: record.fullName,
		html_url: repositoryWebUrl(urlsOf(context), record.fullName),
		...describeGit(context, record),
		deployments: record.deployments.map(describeDeployment),
		commit_statuses: record.commitStatuses.map((status) => ({
			sha: status.sha,
			state: status.state,
			context: status.context,
			description: status.description,
			target_url: status.targetUrl,
			created_at: isoTime(status.createdAtMs),
		})),
		pull_requests: record.pullRequests.map((pull) => ({
			number: pull.number,
			title: pull.title,
			state: pull.state,
			draft: pull.draft,
			merged: pull.merged,
			head: pull.headBranch,
			sha: pull.headSha,
			fork_owner: pull.forkOwner,
			html_url: `${repositoryWebUrl(urlsOf(context), record.fullName)}/pull/${pull.number}`,
			updated_at: isoTime(pull.updatedAtMs),
		})),
		comments: record.comments.map(({ id, issueNumber, body }) => ({ id, issue_number: issueNumber, body })),
		workflow_runs: record.workflowRuns.map((run) => ({
			id: run.id,
			name: run.workflow.name,
			event: run.event,
			sha: run.sha,
			status: run.status,
			conclusion: run.conclusion,
		})),
		releases: record.releases.map((release) => release.tag),
		secrets: [...record.secrets.keys()],
	};
}

function describeGit({ git, services }: GitHubContext, record: RepositoryRecord): JsonObject {
	const head = git.branchHead(record, services.repositories.defaultBranch);
	return {
		branches: git.branches(record).map((name) => ({ name, sha: git.branchHead(record, name)?.sha ?? null })),
		tags: Object.fromEntries(record.tags),
		commits: (head ? git.history(record, head) : []).slice(0, SHOWN_COMMITS).map(describeCommit),
	};
}

function describeCommit({ sha, message, author, committedAtMs }: RepositoryCommit): JsonObject {
	return { sha, message, author, committed_at: isoTime(committedAtMs) };
}

function describeDeployment(deployment: DeploymentRecord): JsonObject {
	return {
		id: deployment.id,
		sha: deployment.sha,
		ref: deployment.ref,
		task: deployment.task,
		environment: deployment.environment,
		state: deployment.statuses.at(-1)?.state ?? null,
		created_at: isoTime(deployment.createdAtMs),
		statuses: deployment.statuses.map(describeStatus),
	};
}

function describeStatus(status: DeploymentStatusRecord): JsonObject {
	return {
		id: status.id,
		state: status.state,
		description: status.description,
		environment_url: status.environmentUrl,
		log_url: status.logUrl,
		created_at: isoTime(status.createdAtMs),
	};
}
