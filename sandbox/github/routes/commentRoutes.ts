import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter, requestedRepository, urlsOf } from '../context';
import { notFound, validationFailed } from '../http/errors';
import { listResponse } from '../http/pagination';
import { issueCommentPayload } from '../present/payloads/issueComment';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';
import { readBody, readRequiredString } from '../http/requestBody';
import { isoTime, nodeId } from '../present/urls';
import { TOKEN_LOGIN } from '../world/accounts';
import type { CommentRecord, JsonObject, RepositoryRecord } from '../model';
import { representUser } from '../present/user';

const MAX_BODY_LENGTH = 65_536;

/** Comments on issues and pull requests. Pull requests are the only issues here. */
export function commentRoutes(context: GitHubContext): SandboxRoute[] {
	function represent(record: RepositoryRecord, comment: CommentRecord): JsonObject {
		const urls = urlsOf(context);
		const api = repositoryApiUrl(urls, record.fullName);
		const web = repositoryWebUrl(urls, record.fullName);
		return {
			url: `${api}/issues/comments/${comment.id}`,
			html_url: `${web}/pull/${comment.issueNumber}#issuecomment-${comment.id}`,
			issue_url: `${api}/issues/${comment.issueNumber}`,
			id: comment.id,
			node_id: nodeId('IssueComment', comment.id),
			user: representUser(urls, comment.author),
			created_at: isoTime(comment.createdAtMs),
			updated_at: isoTime(comment.updatedAtMs),
			author_association: 'MEMBER',
			body: comment.body,
			performed_via_github_app: null,
		};
	}

	function requestedIssue(record: RepositoryRecord, request: SandboxRequest): number {
		const number = numberParameter(request, 'issueNumber');
		if (!record.pullRequests.some((pull) => pull.number === number)) throw notFound();
		return number;
	}

	function requestedComment(record: RepositoryRecord, request: SandboxRequest): CommentRecord {
		const id = numberParameter(request, 'commentId');
		const comment = record.comments.find((candidate) => candidate.id === id);
		if (!comment) throw notFound();
		return comment;
	}

	function readCommentBody(request: SandboxRequest): string {
		const text = readRequiredString(readBody(request), 'body');
		const problem =
			text.trim() === ''
				? "Body can't be blank"
				: [...text].length > MAX_BODY_LENGTH
					? `Body is too long (maximum is ${MAX_BODY_LENGTH} characters)`
					: undefined;
		if (problem) {
			throw validationFailed({
				resource: 'IssueComment',
				code: 'unprocessable',
				field: 'data',
				message: problem,
			});
		}
		return text;
	}

	function announce(
		record: RepositoryRecord,
		comment: CommentRecord,
		action: 'created' | 'edited' | 'deleted',
		textBefore?: string,
	): void {
		const body = represent(record, comment);
		context.webhooks.emitLater(
			record,
			'issue_comment',
			issueCommentPayload(context, record, { record: comment, body }, action, textBefore),
		);
	}

	function since(comments: readonly CommentRecord[], request: SandboxRequest): CommentRecord[] {
		const sinceMs = Date.parse(request.query.get('since') ?? '') || -Infinity;
		return comments.filter((comment) => comment.updatedAtMs >= sinceMs);
	}

	const onIssue = '/repos/:owner/:repo/issues/:issueNumber/comments';
	const one = '/repos/:owner/:repo/issues/comments/:commentId';
	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/issues/comments',
			handle: (request) => {
				const record = requestedRepository(context, request);
				return listResponse(request, since(record.comments, request), (comment) =>
					represent(record, comment),
				);
			},
		},
		{
			method: 'GET',
			pattern: onIssue,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const number = requestedIssue(record, request);
				const comments = record.comments.filter((comment) => comment.issueNumber === number);
				return listResponse(request, since(comments, request), (comment) =>
					represent(record, comment),
				);
			},
		},
		{
			method: 'POST',
			pattern: onIssue,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const nowMs = context.services.clock.now();
				const comment: CommentRecord = {
					id: context.services.ids.integer(),
					issueNumber: requestedIssue(record, request),
					body: readCommentBody(request),
					author: TOKEN_LOGIN,
					createdAtMs: nowMs,
					updatedAtMs: nowMs,
				};
				record.comments.push(comment);
				announce(record, comment, 'created');
				return { status: 201, body: represent(record, comment) };
			},
		},
		{
			method: 'GET',
			pattern: one,
			handle: (request) => {
				const record = requestedRepository(context, request);
				return { status: 200, body: represent(record, requestedComment(record, request)) };
			},
		},
		{
			method: 'PATCH',
			pattern: one,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const comment = requestedComment(record, request);
				const before = comment.body;
				comment.body = readCommentBody(request);
				comment.updatedAtMs = context.services.clock.now();
				announce(record, comment, 'edited', before);
				return { status: 200, body: represent(record, comment) };
			},
		},
		{
			method: 'DELETE',
			pattern: one,
			handle: (request) => {
				const record = requestedRepository(context, request);
				const comment = requestedComment(record, request);
				record.comments.splice(record.comments.indexOf(comment), 1);
				announce(record, comment, 'deleted');
				return { status: 204 };
			},
		},
	];
}
