import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { apiError, validationFailed } from '../http/errors';
import { listResponse, paginate } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readRequiredWord, readString, without } from '../http/requestBody';
import { refuseFourBytes, requireLength } from '../http/textLimits';
import type { CommitStatusRecord } from '../model';
import { representCommit } from '../present/commit';
import { representCommitStatus } from '../present/commitStatus';
import { eventPayload } from '../present/payloads/eventPayload';
import { repositoryApiUrl, representMinimalRepository } from '../present/repository';
import { TOKEN_LOGIN } from '../world/accounts';
import { combinedState, latestStatuses } from '../world/commitChecks';

const STATES = ['error', 'failure', 'pending', 'success'];
const MAX_DESCRIPTION_LENGTH = 140;
const MAX_CONTEXT_LENGTH = 255;
const MAX_STATUSES_PER_CONTEXT = 1000;

/** https://docs.github.com/rest/commits/statuses */
export function commitStatusRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['POST', '/statuses/:sha', createStatus],
		['GET', '/commits/:ref/statuses', listStatuses],
		['GET', '/commits/:ref/status', getCombinedStatus],
	]);
}

function listStatuses({ context, request, record }: Visit): SandboxResponse {
	const { sha } = context.git.require(record, request.params['ref'] ?? '');
	const statuses = record.commitStatuses.filter((status) => status.sha === sha);
	return listResponse(request, statuses.reverse(), (status) => representCommitStatus(context, record, status));
}

function getCombinedStatus({ context, request, record }: Visit): SandboxResponse {
	const { sha } = context.git.require(record, request.params['ref'] ?? '');
	const statuses = latestStatuses(record, sha);
	const page = paginate(request, statuses);
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	return {
		status: 200,
		headers: page.headers,
		body: {
			state: combinedState(statuses),
			statuses: page.items.map((status) => without(representCommitStatus(context, record, status), 'creator')),
			sha,
			total_count: statuses.length,
			repository: representMinimalRepository(urlsOf(context), record),
			commit_url: `${api}/commits/${sha}`,
			url: `${api}/commits/${sha}/status`,
		},
	};
}

function createStatus({ context, request, record }: Visit): SandboxResponse {
	const sha = request.params['sha'] ?? '';
	const commit = /^[0-9a-f]{40}$/i.test(sha) ? context.git.resolve(record, sha) : undefined;
	if (!commit) throw apiError(422, `No commit found for SHA: ${sha}`);
	const body = readBody(request);
	const state = readRequiredWord(body, 'state', STATES);
	const description = readString(body, 'description') ?? null;
	const targetUrl = readString(body, 'target_url') ?? null;
	const name = readString(body, 'context') ?? 'default';
	if (description !== null) {
		requireLength({ resource: 'Status', field: 'description' }, description, MAX_DESCRIPTION_LENGTH);
		refuseFourBytes({ resource: 'Status', field: 'description' }, description);
	}
	requireLength({ resource: 'Status', field: 'context' }, name, MAX_CONTEXT_LENGTH);
	if (targetUrl && !/^https?:\/\/\S+$/.test(targetUrl)) {
		throw validationFailed({
			resource: 'Status',
			code: 'custom',
			field: 'target_url',
			message: 'target_url must use http(s) scheme',
		});
	}
	const sameContext = record.commitStatuses.filter((status) => status.sha === commit.sha && status.context === name);
	if (sameContext.length >= MAX_STATUSES_PER_CONTEXT) {
		throw validationFailed({
			resource: 'Status',
			code: 'custom',
			message: 'This SHA and context has reached the maximum number of statuses.',
		});
	}
	const status: CommitStatusRecord = {
		id: context.services.ids.integer(),
		sha: commit.sha,
		state,
		context: name,
		description,
		targetUrl,
		createdAtMs: context.services.clock.now(),
	};
	record.commitStatuses.push(status);
	context.webhooks.emitLater(
		record,
		'status',
		eventPayload(context, record, 'status', TOKEN_LOGIN, {
			...representCommitStatus(context, record, status),
			sha: commit.sha,
			name: record.fullName,
			commit: representCommit(urlsOf(context), record, commit),
			branches: [],
		}),
	);
	return { status: 201, body: representCommitStatus(context, record, status) };
}
