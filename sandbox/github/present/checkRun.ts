import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { CheckRunRecord, JsonObject, RepositoryRecord } from '../model';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';

export function representCheckRun(context: GitHubContext, record: RepositoryRecord, run: CheckRunRecord): JsonObject {
	const urls = urlsOf(context);
	const url = `${repositoryApiUrl(urls, record.fullName)}/check-runs/${run.id}`;
	const web = `${repositoryWebUrl(urls, record.fullName)}/runs/${run.id}`;
	return {
		id: run.id,
		head_sha: run.sha,
		node_id: nodeId('CheckRun', run.id),
		external_id: run.externalId,
		url,
		html_url: web,
		details_url: run.detailsUrl ?? web,
		status: run.status,
		conclusion: run.conclusion,
		started_at: isoTime(run.startedAtMs),
		completed_at: run.completedAtMs === null ? null : isoTime(run.completedAtMs),
		output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
		name: run.name,
		check_suite: { id: record.id },
		app: null,
		pull_requests: [],
	};
}
