import { path } from '../../shared/http/path';
import { OperationFailure } from '../../shared/operation/errors';
import { listUnder, optionalFieldIn } from './answers';
import type { ProjectClient } from './projectClient';
import { projectName, type ComputeSettings, type EndpointAnswer, type NeonEndpoint } from './types';

const endpointPath = (endpointId: string): string => path`/endpoints/${endpointId}`;

export async function listEndpoints(client: ProjectClient): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(client, 'endpoints', '/endpoints');
}

export async function listBranchEndpoints(client: ProjectClient, branchId: string): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(client, 'endpoints', path`/branches/${branchId}/endpoints`);
}

/** @throws OperationFailure when there is none. */
export async function findEndpoint(client: ProjectClient, endpointId: string): Promise<NeonEndpoint> {
	const found = await optionalFieldIn<NeonEndpoint>(client, 'endpoint', endpointPath(endpointId));
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(client.project)} has no compute "${endpointId}"`,
		'Choose the compute from the list, or give its id, such as ep-quiet-hill-a1b2c3d4',
	);
}

/** Gives a branch the compute that writes; Neon refuses a second one. */
export async function postEndpoint(
	client: ProjectClient,
	branchId: string,
	settings: ComputeSettings,
): Promise<EndpointAnswer> {
	const endpoint = { branch_id: branchId, type: 'read_write', ...settings };
	return await client.object<EndpointAnswer>({ method: 'POST', path: '/endpoints', body: { endpoint } });
}

export async function patchEndpoint(
	client: ProjectClient,
	endpointId: string,
	endpoint: ComputeSettings,
): Promise<EndpointAnswer> {
	const request = { method: 'PATCH', path: endpointPath(endpointId), body: { endpoint }, safeToRepeat: true } as const;
	return await client.object<EndpointAnswer>(request);
}

/** Starts or suspends a compute. */
export async function postEndpointState(
	client: ProjectClient,
	endpointId: string,
	verb: 'start' | 'suspend',
): Promise<EndpointAnswer> {
	const request = { method: 'POST', path: `${endpointPath(endpointId)}/${verb}`, safeToRepeat: true } as const;
	return await client.object<EndpointAnswer>(request);
}
