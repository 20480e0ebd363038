import type { GitHubContext } from './context';
import { urlsOf } from './context';
import { validationFailed } from './errors';
import { NO_COMMIT } from './payloads/push';
import { announceReference } from './payloads/reference';
import { eventPayload } from './payloads/subject';
import { repositoryApiUrl, repositoryWebUrl } from './repositoryBody';
import { requireLength } from './textLimits';
import { isoTime, nodeId } from './urls';
import { TOKEN_LOGIN, representUser } from './users';
import type { JsonObject, ReleaseRecord, RepositoryRecord } from './world';

const MAX_BODY_LENGTH = 125_000;

export interface NewRelease {
	readonly tag: string;
	/** The branch or sha that a new tag is put on. */
	readonly target: string;
	readonly name?: string;
	readonly body?: string;
	readonly draft?: boolean;
	readonly prerelease?: boolean;
}

/** Makes a release, and its tag when that is new and the release is no draft. */
export function createRelease(
	context: GitHubContext,
	record: RepositoryRecord,
	wanted: NewRelease,
): ReleaseRecord {
	if (record.releases.some((release) => release.tag === wanted.tag)) {
		throw validationFailed({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
	}
	requireLength({ resource: 'Release', field: 'body' }, wanted.body ?? '', MAX_BODY_LENGTH);
	const commit = context.git.resolve(record, wanted.target);
	if (!commit) {
		throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
	}
	const release: ReleaseRecord = {
		id: context.services.ids.integer(),
		tag: wanted.tag,
		target: wanted.target,
		name: wanted.name ?? null,
		body: wanted.body ?? null,
		draft: wanted.draft ?? false,
		prerelease: wanted.prerelease ?? false,
		createdAtMs: context.services.clock.now(),
	};
	record.releases.push(release);
	if (!release.draft && !context.git.resolve(record, `tags/${release.tag}`)) {
		record.tags.set(release.tag, commit.sha);
		context.services.repositories.tag(record.fullName, release.tag, commit.sha);
		announceReference(context, record, {
			reference: `refs/tags/${release.tag}`,
			before: NO_COMMIT,
			after: commit.sha,
			pusher: TOKEN_LOGIN,
		});
	}
	return release;
}

export function representRelease(
	context: GitHubContext,
	record: RepositoryRecord,
	release: ReleaseRecord,
): JsonObject {
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

/** The `release` event. */
export function releasePayload(
	context: GitHubContext,
	record: RepositoryRecord,
	release: ReleaseRecord,
	action: 'created' | 'published' | 'released',
): JsonObject {
	return eventPayload(context, record, 'release', TOKEN_LOGIN, {
		action,
		release: representRelease(context, record, release),
	});
}
