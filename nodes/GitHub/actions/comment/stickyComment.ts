import type { INodeProperties } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { listByPage } from '../../../shared/http/pagination';
import { numberParameter, requiredText } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Repository } from '../../repository';
import { repositoryProperty } from '../../repository';
import type { GitHubComment } from '../../types';

export const stickyProperties: INodeProperties[] = [
	repositoryProperty,
	{
		displayName: 'Issue or Pull Request Number',
		name: 'issueNumber',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		required: true,
	},
	{
		displayName: 'Key',
		name: 'key',
		type: 'string',
		default: 'preview',
		required: true,
		description: 'Names the comment, in a hidden marker at its start: there is one of each key',
	},
];

export function issueNumberParameter(context: OperationContext): number {
	return numberParameter(context, 'issueNumber', 'Issue or Pull Request Number', { minimum: 1 });
}

/** The hidden line a comment of ours starts with. @throws OperationFailure for a key that would break it. */
export function markerParameter(context: OperationContext): string {
	const key = requiredText(context, 'key', 'Key');
	if (/^[\w./:@#-]+$/.test(key) && !key.includes('--')) return `<!-- slipway:${key} -->`;
	throw new OperationFailure(
		`Key cannot be put in a hidden marker: ${key}`,
		'Use letters, digits and . / : @ # - _ in it, and no double hyphen',
	);
}

/**
 * The comments that start with the marker, oldest first. Only those of the token's own account: anyone
 * may write a comment, and what another wrote is neither edited nor removed.
 */
export async function findSticky(
	client: PlatformClient,
	{ apiPath }: Repository,
	issueNumber: number,
	marker: string,
): Promise<GitHubComment[]> {
	const comments = await listByPage<GitHubComment>(
		client,
		{ method: 'GET', path: `${apiPath}/issues/${issueNumber}/comments` },
		{ limit: Infinity, pageSize: 100 },
	);
	const marked = comments.filter(({ body }) => body?.startsWith(marker));
	if (marked.length === 0) return [];
	// An app's token has no user of its own; then the marker alone must do.
	const { status, body } = await client.request({
		method: 'GET',
		path: '/user',
		acceptStatuses: [403, 404],
	});
	const login = status === 200 ? textAt(body, 'login') : null;
	return login === null ? marked : marked.filter(({ user }) => user?.login === login);
}

/** Removes comments; one that is gone already is fine. */
export async function removeComments(
	client: PlatformClient,
	{ apiPath }: Repository,
	comments: readonly GitHubComment[],
): Promise<void> {
	for (const { id } of comments) {
		await client.request({
			method: 'DELETE',
			path: `${apiPath}/issues/comments/${id}`,
			acceptStatuses: [404],
		});
	}
}
