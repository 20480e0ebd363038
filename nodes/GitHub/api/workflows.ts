import type { IDataObject } from 'n8n-workflow';

import { listAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient, PlatformResponse } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubWorkflow } from './types';

/** A workflow of a repository: its id, or the name of its file. */
export interface WorkflowReference {
	readonly repository: Repository;
	readonly workflow: string;
}

export async function listWorkflows(
	client: PlatformClient,
	{ apiPath }: Repository,
	limit: number,
): Promise<GitHubWorkflow[]> {
	return await listByPage(
		client,
		{ method: 'GET', path: `${apiPath}/actions/workflows` },
		{ limit, pageSize: 100, select: (body) => listAt(body, 'workflows') },
	);
}

/** Path of a workflow in the REST API. */
export function workflowPath({ repository, workflow }: WorkflowReference): string {
	return `${repository.apiPath}${path`/actions/workflows/${workflow}`}`;
}

export async function postDispatch(
	client: PlatformClient,
	workflow: WorkflowReference,
	body: IDataObject,
): Promise<PlatformResponse> {
	return await client.request({ method: 'POST', path: `${workflowPath(workflow)}/dispatches`, body });
}
