import type { IDataObject } from 'n8n-workflow';

import { writeJson } from '../../deployment/values/json';
import { textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteIfThere } from '../../shared/http/readIfThere';
import { OperationFailure } from '../../shared/operation/errors';
import type { Repository } from './repositories';
import type { GitHubDeployment } from './types';

export interface DeploymentRequest extends IDataObject {
	ref: string;
	environment: string;
	task: string;
}

/** Deployments, the newest first; `query` filters by sha, ref, environment and task. */
export async function listDeployments(
	client: PlatformClient,
	{ apiPath }: Repository,
	query: IDataObject,
	limit: number,
): Promise<GitHubDeployment[]> {
	return await listByPage(client, { method: 'GET', path: `${apiPath}/deployments`, query }, { limit, pageSize: 100 });
}

/** Deletes a deployment, which must be inactive; one that is gone already is fine. */
export async function deleteDeployment(client: PlatformClient, { apiPath }: Repository, id: number): Promise<void> {
	await deleteIfThere(client, { path: `${apiPath}/deployments/${id}` });
}

/** @throws OperationFailure when GitHub merged something into the branch instead (202). */
export async function createDeployment(
	client: PlatformClient,
	{ apiPath }: Repository,
	request: DeploymentRequest,
): Promise<GitHubDeployment> {
	const answer = await client.object<GitHubDeployment>({
		method: 'POST',
		path: `${apiPath}/deployments`,
		// As a string, since the payload's numbers keep the digits they were written with.
		body: writeJson(request),
		headers: { 'Content-Type': 'application/json' },
	});
	if (typeof answer.id === 'number') return answer;
	throw new OperationFailure(
		`GitHub created no deployment of ${request.ref}: ${textAt(answer, 'message') ?? 'no reason given'}`,
		'Deploy a commit instead of a branch',
		{ ref: request.ref },
	);
}
