import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { EnvironmentRecord, JsonObject, RepositoryRecord } from '../model';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';

export function representEnvironment(
	context: GitHubContext,
	record: RepositoryRecord,
	environment: EnvironmentRecord,
): JsonObject {
	const urls = urlsOf(context);
	const name = encodeURIComponent(environment.name);
	return {
		id: environment.id,
		node_id: nodeId('Environment', environment.id),
		name: environment.name,
		url: `${repositoryApiUrl(urls, record.fullName)}/environments/${name}`,
		html_url: `${repositoryWebUrl(urls, record.fullName)}/deployments/activity_log?environments_filter=${name}`,
		created_at: isoTime(environment.createdAtMs),
		updated_at: isoTime(environment.updatedAtMs),
		protection_rules: [],
		deployment_branch_policy: null,
	};
}
