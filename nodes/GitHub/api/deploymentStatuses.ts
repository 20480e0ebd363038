import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubDeploymentStatus } from './types';

/** The newest status of a deployment; undefined before the first. */
export async function readLatestStatus(
	client: PlatformClient,
	{ apiPath }: Repository,
	deploymentId: number,
): Promise<GitHubDeploymentStatus | undefined> {
	const [latest] = await client.list<GitHubDeploymentStatus>({
		method: 'GET',
		path: `${apiPath}/deployments/${deploymentId}/statuses`,
		query: { per_page: 1 },
	});
	return latest;
}

export async function createDeploymentStatus(
	client: PlatformClient,
	{ apiPath }: Repository,
	deploymentId: string,
	body: IDataObject,
): Promise<GitHubDeploymentStatus> {
	return await client.object({
		method: 'POST',
		path: `${apiPath}${path`/deployments/${deploymentId}/statuses`}`,
		body,
		// The newest status counts, so the same one twice does no harm.
		safeToRepeat: true,
	});
}
