import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { representCommit } from '../present/commit';
import type { GitHubContext } from '../context';
import { numberParameter, requestedRepository, urlsOf } from '../context';
import { notFound } from '../http/errors';
import { listResponse } from '../http/pagination';
import { pullRequestPayload } from '../present/payloads/pullRequest';
import { pullRequestFiles, representFullPullRequest, representPullRequest } from '../present/pullRequest';
import { openPullRequest } from '../lifecycle/openPullRequest';
import { readBody, readBoolean, readRequiredString, readString } from '../http/requestBody';
import { TOKEN_LOGIN } from '../world/accounts';
import type { PullRequestRecord, RepositoryRecord } from '../model';

/** https://docs.github.com/rest/pulls/pulls */
export function pullRequestRoutes(context: GitHubContext): SandboxRoute[] {
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

	const one = '/repos/:owner/:repo/pulls/:pullNumber';
	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/pulls',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const state = request.query.get('state') ?? 'open';
				const head = request.query.get('head');
				const base = request.query.get('base');
				const pulls = record.pullRequests.filter(
					(pull) =>
						(state === 'all' || pull.state === state) &&
						(base === null || pull.baseBranch === base) &&
						(head === null ||
							head === `${pull.forkOwner ?? record.owner}:${pull.headBranch}`),
				);
				const isAscending = request.query.get('direction') === 'asc';
				return listResponse(request, isAscending ? pulls : pulls.reverse(), (pull) =>
					representPullRequest(context, record, pull),
				);
			},
		},
		{
			method: 'POST',
			pattern: '/repos/:owner/:repo/pulls',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const body = readBody(request);
				const pull = openPullRequest(context, record, {
					title: readRequiredString(body, 'title'),
					headBranch: localBranch(record, readRequiredString(body, 'head')),
					baseBranch: readRequiredString(body, 'base'),
					body: readString(body, 'body') ?? null,
					draft: readBoolean(body, 'draft') ?? false,
					author: TOKEN_LOGIN,
				});
				context.webhooks.emitLater(
					record,
					'pull_request',
					pullRequestPayload(context, record, pull, { action: 'opened' }),
				);
				return { status: 201, body: representFullPullRequest(context, record, pull) };
			},
		},
		{
			method: 'GET',
			pattern: one,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const pull = requested(record, request);
				return { status: 200, body: representFullPullRequest(context, record, pull) };
			},
		},
		{
			method: 'PATCH',
			pattern: one,
			handle: (request) => {
				const record = requestedRepository(context, request);
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
			},
		},
		{
			method: 'GET',
			pattern: `${one}/files`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const files = pullRequestFiles(context, record, requested(record, request));
				return listResponse(request, files, (file) => file);
			},
		},
		{
			method: 'GET',
			pattern: `${one}/commits`,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const pull = requested(record, request);
				const comparison = context.git.compare(record, pull.baseBranch, pull.headSha);
				return listResponse(request, comparison?.commits ?? [], (commit) =>
					representCommit(urlsOf(context), record, commit),
				);
			},
		},
	];
}
