import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import { writeJson } from '../../deployment/values/json';
import { OperationFailure } from '../../shared/operation/errors';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import type { Repository } from '../api/repository';
import type { GitHubDeployment } from '../api/types';
import { markOf } from '../state/deploymentMark';

export interface CreateRequest extends IDataObject {
	ref: string;
	environment: string;
	task: string;
}

/** What the payload holds so that the deployment can be found again: the person's key, or one of this very call. */
export interface Mark {
	readonly name: string;
	readonly value: string;
}

/** The deployment of the same commit, environment and task whose payload holds this mark. */
export async function findMarked(
	client: PlatformClient,
	repository: Repository,
	{ ref, environment, task }: CreateRequest,
	mark: Mark,
): Promise<GitHubDeployment | undefined> {
	const { sha } = await client.object<{ readonly sha: string }>({
		method: 'GET',
		path: `${repository.apiPath}${path`/commits/${ref}`}`,
		query: { per_page: 1 },
	});
	const deployments = await listByPage<GitHubDeployment>(
		client,
		{ method: 'GET', path: `${repository.apiPath}/deployments`, query: { sha, environment, task } },
		{ limit: Infinity, pageSize: 100 },
	);
	return deployments.find((deployment) => markOf(deployment, mark.name) === mark.value);
}

/** One deployment, also where GitHub's answer is lost: it is looked for by its mark. */
export async function makeOnce(
	client: PlatformClient,
	repository: Repository,
	request: CreateRequest,
	mark: Mark,
): Promise<GitHubDeployment> {
	return await writeOnce({
		what: `the deployment of ${request.ref} to ${request.environment}`,
		send: async () => await post(client, repository, request),
		find: async () => await findMarked(client, repository, request, mark),
	});
}

async function post(
	client: PlatformClient,
	repository: Repository,
	request: CreateRequest,
): Promise<GitHubDeployment> {
	const answer = await client.object<GitHubDeployment>({
		method: 'POST',
		path: `${repository.apiPath}/deployments`,
		// As text, since the payload's numbers keep the digits they were written with.
		body: writeJson(request),
		headers: { 'Content-Type': 'application/json' },
	});
	// 202: GitHub merged something into the branch instead of making a deployment.
	if (typeof answer.id === 'number') return answer;
	throw new OperationFailure(
		`GitHub made no deployment of ${request.ref}: ${textAt(answer, 'message') ?? 'no reason given'}`,
		'Deploy a commit instead of a branch',
		{ ref: request.ref },
	);
}
