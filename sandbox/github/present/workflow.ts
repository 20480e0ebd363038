import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { JsonObject, RepositoryRecord, WorkflowRecord } from '../model';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';

export function representWorkflow(
	context: GitHubContext,
	record: RepositoryRecord,
	workflow: WorkflowRecord,
): JsonObject {
	const urls = urlsOf(context);
	const web = repositoryWebUrl(urls, record.fullName);
	const { defaultBranch } = context.services.repositories;
	return {
		id: workflow.id,
		node_id: nodeId('Workflow', workflow.id),
		name: workflow.name,
		path: workflow.path,
		state: 'active',
		created_at: isoTime(record.createdAtMs),
		updated_at: isoTime(record.createdAtMs),
		url: `${repositoryApiUrl(urls, record.fullName)}/actions/workflows/${workflow.id}`,
		html_url: `${web}/blob/${defaultBranch}/${workflow.path}`,
		badge_url: `${web}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
	};
}
