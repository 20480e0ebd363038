import { textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import { assertVisible, type Repository } from './repositories';
import { readIfChanged } from './conditionalRead';
import type { BranchLook, GitHubBranch } from './types';

export async function listBranches(
	client: PlatformClient,
	{ apiPath }: Repository,
	limit: number,
): Promise<GitHubBranch[]> {
	return await listByPage(client, { method: 'GET', path: `${apiPath}/branches` }, { limit, pageSize: 100 });
}

/**
 * A branch's head with its whole message, unless it is still what `etag` stands for. One that was renamed is
 * gone: GitHub answers its former name with the new branch, which is not what was asked about.
 *
 * @throws PlatformRequestError when it cannot be read, also where the token does not see the repository.
 */
export async function lookAtBranch(
	client: PlatformClient,
	repository: Repository,
	branch: string,
	etag = '',
): Promise<BranchLook> {
	const request = { path: `${repository.apiPath}${path`/branches/${branch}`}` };
	const answer = await readIfChanged(client, request, etag);
	if (answer.isUnchanged) return { state: 'unchanged', etag: answer.etag };
	if (answer.isMissing) {
		// A repository that the token does not see answers 404 as well: that is an error, not "no such branch".
		await assertVisible(client, repository);
		return { state: 'gone', renamedTo: '' };
	}
	const { body } = answer;
	const name = textAt(body, 'name');
	const sha = textAt(body, 'commit', 'sha');
	if (name === null || sha === null) throw notABranch(client, request.path);
	if (name !== branch) return { state: 'gone', renamedTo: name };
	return {
		state: 'read',
		etag: answer.etag,
		head: {
			sha,
			message: textAt(body, 'commit', 'commit', 'message') ?? '',
			committedAt: textAt(body, 'commit', 'commit', 'committer', 'date') ?? '',
			author: textAt(body, 'commit', 'author', 'login') ?? textAt(body, 'commit', 'commit', 'author', 'name') ?? '',
			authorEmail: textAt(body, 'commit', 'commit', 'author', 'email') ?? '',
			url: textAt(body, 'commit', 'html_url') ?? '',
		},
	};
}

function notABranch({ platform }: PlatformClient, apiPath: string): PlatformRequestError {
	return new PlatformRequestError(
		platform.name,
		`GET ${apiPath}`,
		200,
		'the answer is not a branch',
		null,
		'unreadable',
	);
}

/** The commit at the head of a branch; null when the repository has no such branch. */
export async function readBranchHead(
	client: PlatformClient,
	repository: Repository,
	branch: string,
): Promise<string | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${repository.apiPath}${path`/branches/${branch}`}`,
		acceptStatuses: [404],
	});
	if (status !== 404) return textAt(body, 'commit', 'sha');
	// A repository that the token does not see answers 404 as well: that is an error, not "no such branch".
	await assertVisible(client, repository);
	return null;
}
