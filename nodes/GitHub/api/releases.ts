import { textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { readIfThere } from '../../shared/http/readIfThere';
import { assertVisible, type Repository } from './repositories';
import type { LatestRelease } from './types';

/**
 * The newest release that is neither a draft nor a prerelease, with the commit of its tag: the release itself
 * names only what the tag was made from, which may be a branch that has moved since. Null when there is none.
 */
export async function readLatestRelease(client: PlatformClient, repository: Repository): Promise<LatestRelease | null> {
	const release = await readIfThere(client, { path: `${repository.apiPath}/releases/latest` }, 'release', 'tag_name');
	if (release === null) {
		// A repository that the token does not see answers 404 as well.
		await assertVisible(client, repository);
		return null;
	}
	const tag = textAt(release, 'tag_name') ?? '';
	const commit = await client.object({
		method: 'GET',
		// With its kind: a branch may have the same name.
		path: `${repository.apiPath}${path`/commits/${`tags/${tag}`}`}`,
		query: { per_page: 1 },
	});
	return {
		tag,
		name: textAt(release, 'name') ?? '',
		sha: textAt(commit, 'sha') ?? '',
		message: textAt(commit, 'commit', 'message') ?? '',
		publishedAt: textAt(release, 'published_at') ?? '',
		author: textAt(release, 'author', 'login') ?? '',
		url: textAt(release, 'html_url') ?? '',
	};
}
