import type { GitHubContext } from '../../context';
import type { JsonObject, ReleaseRecord, RepositoryRecord } from '../../model';
import { TOKEN_LOGIN } from '../../world/accounts';
import { representRelease } from '../release';
import { eventPayload } from './eventPayload';

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
