import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { notFound, validationFailed } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readRequiredString } from '../http/requestBody';
import type { CommentRecord, RepositoryRecord } from '../model';
import { representComment } from '../present/comment';
import { issueCommentPayload } from '../present/payloads/issueComment';
import { TOKEN_LOGIN } from '../world/accounts';

const MAX_BODY_LENGTH = 65_536;

/** Comments on issues and pull requests. Pull requests are the only issues here. */
export function commentRoutes(context: GitHubContext): SandboxRoute[] {
	const onIssue = '/issues/:issueNumber/comments';
	const one = '/issues/comments/:commentId';
	return repositoryRoutes(context, [
		['GET', '/issues/comments', listComments],
		['GET', onIssue, listCommentsOfIssue],
		['POST', onIssue, createComment],
		['GET', one, getComment],
		['PATCH', one, updateComment],
		['DELETE', one, deleteComment],
	]);
}

function listComments({ context, request, record }: Visit): SandboxResponse {
	return listResponse(request, since(record.comments, request), (comment) =>
		representComment(context, record, comment),
	);
}

function listCommentsOfIssue({ context, request, record }: Visit): SandboxResponse {
	const number = requestedIssue(record, request);
	const comments = record.comments.filter((comment) => comment.issueNumber === number);
	return listResponse(request, since(comments, request), (comment) => representComment(context, record, comment));
}

function createComment({ context, request, record }: Visit): SandboxResponse {
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
	announce(context, record, comment, 'created');
	return { status: 201, body: representComment(context, record, comment) };
}

function getComment({ context, request, record }: Visit): SandboxResponse {
	return { status: 200, body: representComment(context, record, requestedComment(record, request)) };
}

function updateComment({ context, request, record }: Visit): SandboxResponse {
	const comment = requestedComment(record, request);
	const before = comment.body;
	comment.body = readCommentBody(request);
	comment.updatedAtMs = context.services.clock.now();
	announce(context, record, comment, 'edited', before);
	return { status: 200, body: representComment(context, record, comment) };
}

function deleteComment({ context, request, record }: Visit): SandboxResponse {
	const comment = requestedComment(record, request);
	record.comments.splice(record.comments.indexOf(comment), 1);
	announce(context, record, comment, 'deleted');
	return { status: 204 };
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
	context: GitHubContext,
	record: RepositoryRecord,
	comment: CommentRecord,
	action: 'created' | 'edited' | 'deleted',
	textBefore?: string,
): void {
	const body = representComment(context, record, comment);
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
