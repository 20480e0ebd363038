import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { repositoryApiUrl } from './repository';
import { isoTime, nodeId } from './urls';
import { TOKEN_LOGIN } from '../world/accounts';
import type { DeploymentRecord, DeploymentStatusRecord, JsonObject, RepositoryRecord } from '../model';
import { representUser } from './user';

export function representDeployment(
	context: GitHubContext,
	record: RepositoryRecord,
	deployment: DeploymentRecord,
): JsonObject {
	const urls = urlsOf(context);
	const repository = repositoryApiUrl(urls, record.fullName);
	const url = `${repository}/deployments/${deployment.id}`;
	return {
		url,
		id: deployment.id,
		node_id: nodeId('Deployment', deployment.id),
		sha: deployment.sha,
		ref: deployment.ref,
		task: deployment.task,
		payload: deployment.payload,
		original_environment: deployment.originalEnvironment,
		environment: deployment.environment,
		description: deployment.description,
		creator: representUser(urls, TOKEN_LOGIN),
		created_at: isoTime(deployment.createdAtMs),
		updated_at: isoTime(deployment.updatedAtMs),
		statuses_url: `${url}/statuses`,
		repository_url: repository,
		transient_environment: deployment.transientEnvironment,
		production_environment: deployment.productionEnvironment,
		performed_via_github_app: null,
	};
}

export function representDeploymentStatus(
	context: GitHubContext,
	record: RepositoryRecord,
	deployment: DeploymentRecord,
	status: DeploymentStatusRecord,
): JsonObject {
	const urls = urlsOf(context);
	const repository = repositoryApiUrl(urls, record.fullName);
	const deploymentUrl = `${repository}/deployments/${deployment.id}`;
	return {
		url: `${deploymentUrl}/statuses/${status.id}`,
		id: status.id,
		node_id: nodeId('DeploymentStatus', status.id),
		state: status.state,
		creator: representUser(urls, TOKEN_LOGIN),
		description: status.description,
		environment: status.environment,
		target_url: status.logUrl,
		created_at: isoTime(status.createdAtMs),
		updated_at: isoTime(status.createdAtMs),
		deployment_url: deploymentUrl,
		repository_url: repository,
		environment_url: status.environmentUrl,
		log_url: status.logUrl,
		performed_via_github_app: null,
	};
}
