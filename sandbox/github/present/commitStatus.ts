import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { CommitStatusRecord, JsonObject, RepositoryRecord } from '../model';
import { TOKEN_LOGIN } from '../world/accounts';
import { repositoryApiUrl } from './repository';
import { isoTime, nodeId } from './urls';
import { representUser } from './user';

export function representCommitStatus(
	context: GitHubContext,
	record: RepositoryRecord,
	status: CommitStatusRecord,
): JsonObject {
	const urls = urlsOf(context);
	const creator = representUser(urls, TOKEN_LOGIN);
	return {
		url: `${repositoryApiUrl(urls, record.fullName)}/statuses/${status.sha}`,
		avatar_url: creator['avatar_url'],
		id: status.id,
		node_id: nodeId('StatusContext', status.id),
		state: status.state,
		description: status.description,
		target_url: status.targetUrl,
		context: status.context,
		created_at: isoTime(status.createdAtMs),
		updated_at: isoTime(status.createdAtMs),
		creator,
	};
}
