import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { representCommit } from '../present/commit';
import { combinedState, latestStatuses } from '../world/commitChecks';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import { apiError, validationFailed } from '../http/errors';
import { listResponse, paginate } from '../http/pagination';
import { eventPayload } from '../present/payloads/eventPayload';
import { representMinimalRepository, repositoryApiUrl } from '../present/repository';
import { readBody, readRequiredWord, readString, without } from '../http/requestBody';
import { refuseFourBytes, requireLength } from '../http/textLimits';
import { isoTime, nodeId } from '../present/urls';
import { TOKEN_LOGIN } from '../world/accounts';
import type { CommitStatusRecord, JsonObject, RepositoryRecord } from '../model';
import { representUser } from '../present/user';

const STATES = ['error', 'failure', 'pending', 'success'];
const MAX_DESCRIPTION_LENGTH = 140;
const MAX_CONTEXT_LENGTH = 255;
const MAX_STATUSES_PER_CONTEXT = 1000;

/** https://docs.github.com/rest/commits/statuses */
export function commitStatusRoutes(context: GitHubContext): SandboxRoute[] {
	function represent(record: RepositoryRecord, status: CommitStatusRecord): JsonObject {
		const urls = urlsOf(context);
		const creator = representUser(urls, TOKEN_LOGIN);
		return {
			url: `${repositoryApiUrl(urls, record.fullName)}/statuses/${status.sha}`,
			avatar_url: creator['avatar_url'],
			id: status.id,
			node_id: nodeId('StatusContext', status.id),
			state: status.state,
			description: status.description,
			target_url: status.targetUrl,
			context: status.context,
			created_at: isoTime(status.createdAtMs),
			updated_at: isoTime(status.createdAtMs),
			creator,
		};
	}

	function create(request: SandboxRequest): SandboxResponse {
		const record = requestedRepository(context, request);
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
		const sameContext = record.commitStatuses.filter(
			(status) => status.sha === commit.sha && status.context === name,
		);
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
				...represent(record, status),
				sha: commit.sha,
				name: record.fullName,
				commit: representCommit(urlsOf(context), record, commit),
				branches: [],
			}),
		);
		return { status: 201, body: represent(record, status) };
	}

	return [
		{ method: 'POST', pattern: '/repos/:owner/:repo/statuses/:sha', handle: create },
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/commits/:ref/statuses',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const { sha } = context.git.require(record, request.params['ref'] ?? '');
				const statuses = record.commitStatuses.filter((status) => status.sha === sha);
				return listResponse(request, statuses.reverse(), (status) =>
					represent(record, status),
				);
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/commits/:ref/status',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const { sha } = context.git.require(record, request.params['ref'] ?? '');
				const statuses = latestStatuses(record, sha);
				const page = paginate(request, statuses);
				const api = repositoryApiUrl(urlsOf(context), record.fullName);
				return {
					status: 200,
					headers: page.headers,
					body: {
						state: combinedState(statuses),
						statuses: page.items.map((status) =>
							without(represent(record, status), 'creator'),
						),
						sha,
						total_count: statuses.length,
						repository: representMinimalRepository(urlsOf(context), record),
						commit_url: `${api}/commits/${sha}`,
						url: `${api}/commits/${sha}/status`,
					},
				};
			},
		},
	];
}
