import type { GitHubContext } from '../context';
import { validationFailed } from '../http/errors';
import { NO_COMMIT } from '../present/payloads/push';
import { announceReference } from './announceReference';
import { requireLength } from '../http/textLimits';
import { TOKEN_LOGIN } from '../world/accounts';
import type { ReleaseRecord, RepositoryRecord } from '../model';

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
export function createRelease(context: GitHubContext, record: RepositoryRecord, wanted: NewRelease): ReleaseRecord {
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
