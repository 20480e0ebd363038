import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { listUnder, optionalFieldIn } from './answers';
import { projectName, type ComputeSettings, type EndpointAnswer, type NeonEndpoint, type NeonProject } from './types';

const endpointPath = (projectId: string, endpointId: string): string => path`/projects/${projectId}/endpoints/${endpointId}`;

export async function listEndpoints(client: PlatformClient, projectId: string): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(client, 'endpoints', path`/projects/${projectId}/endpoints`);
}

export async function listBranchEndpoints(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(client, 'endpoints', path`/projects/${projectId}/branches/${branchId}/endpoints`);
}

/** @throws OperationFailure when there is none. */
export async function findEndpoint(client: PlatformClient, project: NeonProject, endpointId: string): Promise<NeonEndpoint> {
	const found = await optionalFieldIn<NeonEndpoint>(client, 'endpoint', endpointPath(project.id, endpointId));
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has no compute "${endpointId}"`,
		'Choose the compute from the list, or give its id, such as ep-quiet-hill-a1b2c3d4',
	);
}

/** Gives a branch the compute that writes; Neon refuses a second one. */
export async function postEndpoint(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	settings: ComputeSettings,
): Promise<EndpointAnswer> {
	const endpoint = { branch_id: branchId, type: 'read_write', ...settings };
	return await client.object<EndpointAnswer>({ method: 'POST', path: path`/projects/${projectId}/endpoints`, body: { endpoint } });
}

export async function patchEndpoint(
	client: PlatformClient,
	projectId: string,
	endpointId: string,
	endpoint: ComputeSettings,
): Promise<EndpointAnswer> {
	const request = { method: 'PATCH', path: endpointPath(projectId, endpointId), body: { endpoint }, safeToRepeat: true } as const;
	return await client.object<EndpointAnswer>(request);
}

/** Starts or suspends a compute. */
export async function postEndpointState(
	client: PlatformClient,
	projectId: string,
	endpointId: string,
	verb: 'start' | 'suspend',
): Promise<EndpointAnswer> {
	const request = { method: 'POST', path: `${endpointPath(projectId, endpointId)}/${verb}`, safeToRepeat: true } as const;
	return await client.object<EndpointAnswer>(request);
}
