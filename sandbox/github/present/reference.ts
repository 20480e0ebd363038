import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { JsonObject, RepositoryRecord } from '../model';
import { repositoryApiUrl } from './repository';
import { nodeId } from './urls';

export function representReference(
	context: GitHubContext,
	record: RepositoryRecord,
	name: string,
	sha: string,
): JsonObject {
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	return {
		ref: `refs/${name}`,
		node_id: nodeId('Ref', `${record.fullName}:refs/${name}`),
		url: `${api}/git/refs/${name}`,
		object: { sha, type: 'commit', url: `${api}/git/commits/${sha}` },
	};
}
