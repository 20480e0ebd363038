import type { GitHubContext } from '../../context';
import { repositoryBody, urlsOf } from '../../context';
import { without } from '../../http/requestBody';
import { isOrganization } from '../../world/accounts';
import type { JsonObject, RepositoryRecord } from '../../model';
import { payloadFromExample } from './example';
import { representUser } from '../user';

/** The parts every event has: where it happened and who did it. */
function subject(context: GitHubContext, record: RepositoryRecord, sender: string): JsonObject {
	const urls = urlsOf(context);
	const organization = representUser(urls, record.owner);
	return {
		repository: repositoryBody(context, record),
		sender: representUser(urls, sender),
		...(isOrganization(record.owner)
			? { organization: { ...organization, url: `${urls.api}/orgs/${record.owner}` } }
			: {}),
	};
}

/** An event's payload: GitHub's own example, speaking of this repository, this sender and `ours`. */
export function eventPayload(
	context: GitHubContext,
	record: RepositoryRecord,
	event: string,
	sender: string,
	ours: JsonObject,
): JsonObject {
	const payload = payloadFromExample(
		event,
		{ ...subject(context, record, sender), ...ours },
		{ urls: urlsOf(context), fullName: record.fullName },
	);
	return isOrganization(record.owner) ? payload : without(payload, 'organization');
}
