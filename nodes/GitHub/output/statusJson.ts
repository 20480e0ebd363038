import type { IDataObject } from 'n8n-workflow';

import type { GitHubCommitStatus, GitHubDeploymentStatus } from '../api/types';

export function commitStatusJson(sha: string, status: GitHubCommitStatus, warnings: string[]): IDataObject {
	return {
		id: status.id,
		sha,
		state: status.state,
		context: status.context,
		description: status.description,
		targetUrl: status.target_url,
		createdAt: status.created_at,
		warnings,
	};
}

export function deploymentStatusJson(
	deploymentId: string,
	status: GitHubDeploymentStatus,
	warnings: string[],
): IDataObject {
	return {
		id: status.id,
		deploymentId: Number(deploymentId),
		state: status.state,
		description: status.description,
		environment: status.environment ?? null,
		environmentUrl: status.environment_url || null,
		logUrl: status.log_url || null,
		createdAt: status.created_at,
		warnings,
	};
}

/** The newest status beside its deployment, in few words. */
export function latestStatusJson(status: GitHubDeploymentStatus): IDataObject {
	return {
		state: status.state,
		description: status.description,
		environmentUrl: status.environment_url || null,
		createdAt: status.created_at,
	};
}
