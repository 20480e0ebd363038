import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter, urlsOf } from '../context';
import { notFound } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readBoolean, readRequiredString, readString } from '../http/requestBody';
import { openPullRequest } from '../lifecycle/openPullRequest';
import type { PullRequestRecord, RepositoryRecord } from '../model';
import { representCommit } from '../present/commit';
import { pullRequestPayload } from '../present/payloads/pullRequest';
import { pullRequestFiles, representFullPullRequest, representPullRequest } from '../present/pullRequest';
import { TOKEN_LOGIN } from '../world/accounts';

/** https://docs.github.com/rest/pulls/pulls */
export function pullRequestRoutes(context: GitHubContext): SandboxRoute[] {
	const one = '/pulls/:pullNumber';
	return repositoryRoutes(context, [
		['GET', '/pulls', listPullRequests],
		['POST', '/pulls', createPullRequest],
		['GET', one, getPullRequest],
		['PATCH', one, updatePullRequest],
		['GET', `${one}/files`, listFiles],
		['GET', `${one}/commits`, listCommits],
	]);
}

function listPullRequests({ context, request, record }: Visit): SandboxResponse {
	const state = request.query.get('state') ?? 'open';
	const head = request.query.get('head');
	const base = request.query.get('base');
	const pulls = record.pullRequests.filter(
		(pull) =>
			(state === 'all' || pull.state === state) &&
			(base === null || pull.baseBranch === base) &&
			(head === null || head === `${pull.forkOwner ?? record.owner}:${pull.headBranch}`),
	);
	const isAscending = request.query.get('direction') === 'asc';
	return listResponse(request, isAscending ? pulls : pulls.reverse(), (pull) =>
		representPullRequest(context, record, pull),
	);
}

function createPullRequest({ context, request, record }: Visit): SandboxResponse {
	const body = readBody(request);
	const pull = openPullRequest(context, record, {
		title: readRequiredString(body, 'title'),
		headBranch: localBranch(record, readRequiredString(body, 'head')),
		baseBranch: readRequiredString(body, 'base'),
		body: readString(body, 'body') ?? null,
		draft: readBoolean(body, 'draft') ?? false,
		author: TOKEN_LOGIN,
	});
	context.webhooks.emitLater(record, 'pull_request', pullRequestPayload(context, record, pull, { action: 'opened' }));
	return { status: 201, body: representFullPullRequest(context, record, pull) };
}

function getPullRequest({ context, request, record }: Visit): SandboxResponse {
	const pull = requested(record, request);
	return { status: 200, body: representFullPullRequest(context, record, pull) };
}

function updatePullRequest({ context, request, record }: Visit): SandboxResponse {
	const pull = requested(record, request);
	const body = readBody(request);
	pull.title = readString(body, 'title') ?? pull.title;
	pull.body = readString(body, 'body') ?? pull.body;
	pull.baseBranch = readString(body, 'base') ?? pull.baseBranch;
	const state = readString(body, 'state');
	const nowMs = context.services.clock.now();
	pull.updatedAtMs = nowMs;
	if ((state === 'closed' || state === 'open') && state !== pull.state) {
		pull.state = state;
		pull.closedAtMs = state === 'closed' ? nowMs : null;
		context.webhooks.emitLater(
			record,
			'pull_request',
			pullRequestPayload(context, record, pull, {
				action: state === 'closed' ? 'closed' : 'reopened',
			}),
		);
	}
	return { status: 200, body: representFullPullRequest(context, record, pull) };
}

function listFiles({ context, request, record }: Visit): SandboxResponse {
	const files = pullRequestFiles(context, record, requested(record, request));
	return listResponse(request, files, (file) => file);
}

function listCommits({ context, request, record }: Visit): SandboxResponse {
	const pull = requested(record, request);
	const comparison = context.git.compare(record, pull.baseBranch, pull.headSha);
	return listResponse(request, comparison?.commits ?? [], (commit) => representCommit(urlsOf(context), record, commit));
}

function requested(record: RepositoryRecord, request: SandboxRequest): PullRequestRecord {
	const number = numberParameter(request, 'pullNumber');
	const pull = record.pullRequests.find((candidate) => candidate.number === number);
	if (!pull) throw notFound();
	return pull;
}

function localBranch(record: RepositoryRecord, label: string): string {
	const prefix = `${record.owner}:`;
	return label.startsWith(prefix) ? label.slice(prefix.length) : label;
}
