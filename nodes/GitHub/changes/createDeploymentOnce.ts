import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { readCommitSha } from '../api/commits';
import { createDeployment, type DeploymentRequest, listDeployments } from '../api/deployments';
import type { Repository } from '../api/repositories';
import type { GitHubDeployment } from '../api/types';
import { type Mark, markOf } from '../state/deploymentMark';

/** The deployment of the same commit, environment and task whose payload holds this mark. */
export async function findMarkedDeployment(
	client: PlatformClient,
	repository: Repository,
	{ ref, environment, task }: DeploymentRequest,
	mark: Mark,
): Promise<GitHubDeployment | undefined> {
	const sha = await readCommitSha(client, repository, ref);
	const deployments = await listDeployments(client, repository, { sha, environment, task }, Infinity);
	return deployments.find((deployment) => markOf(deployment, mark.name) === mark.value);
}

/** Creates one deployment, also where GitHub's answer is lost: then it is looked for by its mark. */
export async function createDeploymentOnce(
	client: PlatformClient,
	repository: Repository,
	request: DeploymentRequest,
	mark: Mark,
): Promise<GitHubDeployment> {
	return await writeOnce({
		what: `the deployment of ${request.ref} to ${request.environment}`,
		send: async () => await createDeployment(client, repository, request),
		find: async () => await findMarkedDeployment(client, repository, request, mark),
	});
}
