import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { JsonObject, ReleaseRecord, RepositoryRecord } from '../model';
import { TOKEN_LOGIN } from '../world/accounts';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';
import { representUser } from './user';

export function representRelease(context: GitHubContext, record: RepositoryRecord, release: ReleaseRecord): JsonObject {
	const urls = urlsOf(context);
	const api = repositoryApiUrl(urls, record.fullName);
	const web = repositoryWebUrl(urls, record.fullName);
	return {
		url: `${api}/releases/${release.id}`,
		assets_url: `${api}/releases/${release.id}/assets`,
		upload_url: `${api}/releases/${release.id}/assets{?name,label}`,
		html_url: `${web}/releases/tag/${release.tag}`,
		id: release.id,
		node_id: nodeId('Release', release.id),
		tag_name: release.tag,
		target_commitish: release.target,
		name: release.name ?? '',
		draft: release.draft,
		prerelease: release.prerelease,
		created_at: isoTime(release.createdAtMs),
		published_at: release.draft ? null : isoTime(release.createdAtMs),
		author: representUser(urls, TOKEN_LOGIN),
		assets: [],
		tarball_url: `${api}/tarball/${release.tag}`,
		zipball_url: `${api}/zipball/${release.tag}`,
		body: release.body ?? '',
	};
}
