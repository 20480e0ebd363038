import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { neonError, unprocessable } from '../http/errors';
import { jsonBody, objectAt, requiredObject, requiredText } from '../http/requestBody';
import type { OperationStep } from '../lifecycle/operations';
import type { Endpoint } from '../model';
import type { Neon } from '../neon';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';
import { readEndpointOptions, readEndpointType } from './endpointBody';

export function endpointRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/endpoints';
	const one = `${all}/:endpointId`;
	return neon.apiRoutes([
		['GET', all, listEndpoints],
		['POST', all, createEndpoint],
		['GET', one, readEndpoint],
		['PATCH', one, updateEndpoint],
		['DELETE', one, deleteEndpoint],
		['POST', `${one}/start`, startEndpoint],
		['POST', `${one}/suspend`, suspendEndpoint],
		['POST', `${one}/restart`, restartEndpoint],
	]);
}

function listEndpoints(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const endpoints = [...neon.world.endpoints.values()].filter((endpoint) => endpoint.projectId === project.id);
	return { status: 200, body: { endpoints: endpoints.map((endpoint) => presentEndpoint(project, endpoint)) } };
}

function createEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const body = requiredObject(jsonBody(request), 'endpoint');
	const branch = neon.world.branch(project, requiredText(body, 'branch_id'));
	const type = readEndpointType(body);
	const options = { ...readEndpointOptions(body), settings: objectAt(body, 'settings') };
	if (type === 'read_write' && neon.computes.readWrite(branch)) {
		throw neonError(409, 'read_write endpoint already exists', 'ENDPOINT_ALREADY_EXISTS');
	}
	neon.operations.requireUnlocked(project);
	const endpoint = neon.computes.add(branch, { ...options, type });
	return changed(neon, 201, endpoint, [neon.computes.startStep(endpoint)]);
}

function readEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { endpoint: presentEndpoint(neon.projectOf(request), endpointOf(neon, request)) } };
}

function updateEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const endpoint = endpointOf(neon, request);
	const body = requiredObject(jsonBody(request), 'endpoint');
	const options = readEndpointOptions(body);
	neon.operations.requireUnlocked(neon.projectOf(request));
	endpoint.name = options.name ?? endpoint.name;
	endpoint.minimumUnits = options.minimumUnits ?? endpoint.minimumUnits;
	endpoint.maximumUnits = Math.max(options.maximumUnits ?? endpoint.maximumUnits, endpoint.minimumUnits);
	endpoint.suspendTimeoutSeconds = options.suspendTimeoutSeconds ?? endpoint.suspendTimeoutSeconds;
	endpoint.poolerEnabled = options.poolerEnabled ?? endpoint.poolerEnabled;
	endpoint.settings = { ...endpoint.settings, ...objectAt(body, 'settings') };
	const isDisabled = options.disabled ?? endpoint.disabled;
	const isSuspending = isDisabled && !endpoint.disabled;
	endpoint.disabled = isDisabled;
	endpoint.updatedAtMs = neon.world.now();
	if (isSuspending) return changed(neon, 200, endpoint, [neon.computes.suspendStep(endpoint)]);
	const configure = { action: 'apply_config', branchId: endpoint.branchId, endpointId: endpoint.id };
	return changed(neon, 200, endpoint, endpoint.state === 'active' ? [configure] : []);
}

function deleteEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	if (!neon.world.endpoints.has(request.params['endpointId'] ?? '')) return { status: 204 };
	const endpoint = endpointOf(neon, request);
	neon.operations.requireUnlocked(project);
	const suspend = neon.computes.suspendStep(endpoint, () => void neon.computes.remove(endpoint));
	return changed(neon, 200, endpoint, [suspend]);
}

function startEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const endpoint = enabledEndpointOf(neon, request);
	return changed(neon, 200, endpoint, endpoint.state === 'active' ? [] : [neon.computes.startStep(endpoint)]);
}

function suspendEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const endpoint = endpointOf(neon, request);
	neon.operations.requireUnlocked(neon.projectOf(request));
	return changed(neon, 200, endpoint, endpoint.state === 'idle' ? [] : [neon.computes.suspendStep(endpoint)]);
}

function restartEndpoint(neon: Neon, request: SandboxRequest): SandboxResponse {
	const endpoint = enabledEndpointOf(neon, request);
	const suspend = endpoint.state === 'active' ? [neon.computes.suspendStep(endpoint)] : [];
	return changed(neon, 200, endpoint, [...suspend, neon.computes.startStep(endpoint)]);
}

function endpointOf(neon: Neon, request: SandboxRequest): Endpoint {
	return neon.world.endpoint(neon.projectOf(request), request.params['endpointId'] ?? '');
}

/** One that can be started. Raises 422 and 423. */
function enabledEndpointOf(neon: Neon, request: SandboxRequest): Endpoint {
	const endpoint = endpointOf(neon, request);
	if (endpoint.disabled) throw unprocessable('the endpoint is disabled');
	neon.operations.requireUnlocked(neon.projectOf(request));
	return endpoint;
}

function changed(neon: Neon, status: number, endpoint: Endpoint, steps: readonly OperationStep[]): SandboxResponse {
	const project = neon.world.project(endpoint.projectId);
	const operations = neon.operations.schedule(project, steps);
	return {
		status,
		body: {
			endpoint: presentEndpoint(project, endpoint),
			operations: operations.map(presentOperation),
		},
	};
}
