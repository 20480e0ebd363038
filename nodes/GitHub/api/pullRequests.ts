import type { PullRequest } from '../../deployment/preview/previewSight';
import { isRecord, isTrueAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import { type ConditionalAnswer, readIfChanged } from './conditionalRead';
import { assertVisible, type Repository } from './repositories';
import type { ConditionalLook, LookOptions } from './references';
import type { PullRequestLook } from './types';

/** docs.github.com/rest/pulls/pulls */
export type PullRequestState = 'open' | 'closed' | 'all';

/**
 * A pull request, unless it is still what `etag` stands for.
 *
 * @throws PlatformRequestError when it cannot be read, also where the token does not see the repository.
 */
export async function lookAtPullRequest(
	client: PlatformClient,
	repository: Repository,
	number: number,
	etag = '',
): Promise<PullRequestLook> {
	const path = `${repository.apiPath}/pulls/${number}`;
	const answer = await readIfChanged(client, { path }, etag);
	if (answer.isUnchanged) return { state: 'unchanged', etag: answer.etag };
	if (answer.isMissing) {
		// What the token does not see answers 404 as well: that is an error, not "no such pull request".
		await assertVisible(client, repository);
		return { state: 'missing' };
	}
	const pullRequest = pullRequestIn(answer.body);
	if (pullRequest === null) throw unreadable(client, path, 'the answer is not a pull request');
	return { state: 'read', etag: answer.etag, pullRequest };
}

/** The pull requests of a repository, the newest first. */
export async function listPullRequests(
	client: PlatformClient,
	{ apiPath }: Repository,
	state: PullRequestState,
	limit: number,
): Promise<PullRequest[]> {
	const request = { method: 'GET', path: `${apiPath}/pulls`, query: { state } } as const;
	const found = await listByPage<unknown>(client, request, { limit, pageSize: maxPage });
	return found.flatMap((entry) => pullRequestIn(entry) ?? []);
}

const maxPage = 100;

/**
 * The open pull requests by one conditional request. A page that is full may not be all of them: then all are
 * listed, and the tag is left out, since what the next pages say would not be noticed.
 */
export async function lookAtOpenPullRequests(
	client: PlatformClient,
	repository: Repository,
	{ etag, timeoutMs }: LookOptions,
): Promise<ConditionalLook<PullRequest[]>> {
	const path = `${repository.apiPath}/pulls`;
	const answer: ConditionalAnswer = await readIfChanged(
		client,
		{ path, query: { state: 'open', per_page: maxPage }, timeoutMs },
		etag,
	);
	if (answer.isUnchanged) return { state: 'unchanged' };
	if (answer.isMissing) await assertVisible(client, repository);
	if (!Array.isArray(answer.body)) throw unreadable(client, path, 'the answer is no list of pull requests');
	const list: unknown[] = answer.body;
	if (list.length >= maxPage) {
		return { state: 'read', etag: '', found: await listPullRequests(client, repository, 'open', Infinity) };
	}
	return { state: 'read', etag: answer.etag, found: list.flatMap((entry) => pullRequestIn(entry) ?? []) };
}

/** In our words; null for what is none. */
export function pullRequestIn(body: unknown): PullRequest | null {
	const number = numberAt(body, 'number');
	const headCommit = textAt(body, 'head', 'sha');
	const repository = textAt(body, 'base', 'repo', 'full_name');
	if (!isRecord(body) || number === null || headCommit === null || repository === null) return null;
	const repositoryId = numberAt(body, 'base', 'repo', 'id');
	const headRepositoryId = numberAt(body, 'head', 'repo', 'id');
	return {
		repository,
		repositoryId: repositoryId?.toString() ?? '',
		number,
		state: textAt(body, 'state') === 'open' ? 'open' : 'closed',
		// Lists tell only when it was merged.
		isMerged: isTrueAt(body, 'merged') || textAt(body, 'merged_at') !== null,
		isDraft: isTrueAt(body, 'draft'),
		// The head's repository is null once it was deleted: it was another one, then.
		isFork: headRepositoryId === null || headRepositoryId !== repositoryId,
		headRepository: textAt(body, 'head', 'repo', 'full_name') ?? '',
		headBranch: textAt(body, 'head', 'ref') ?? '',
		headCommit,
		baseBranch: textAt(body, 'base', 'ref') ?? '',
		defaultBranch: textAt(body, 'base', 'repo', 'default_branch') ?? '',
		title: textAt(body, 'title') ?? '',
		author: textAt(body, 'user', 'login') ?? '',
		url: textAt(body, 'html_url') ?? '',
		updatedAt: textAt(body, 'updated_at') ?? '',
	};
}

function unreadable({ platform }: PlatformClient, path: string, what: string): PlatformRequestError {
	return new PlatformRequestError(platform.name, `GET ${path}`, 200, what, null, 'unreadable');
}
