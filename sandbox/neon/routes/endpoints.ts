import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Endpoint, Operation, Project } from '../model';
import type { Neon } from '../neon';
import type { OperationStep } from '../operations';
import { presentEndpoint, presentOperation } from '../present';
import { jsonBody, neonError, objectAt, requiredObject, requiredText, unprocessable } from '../respond';
import { readEndpointOptions, readEndpointType } from './branchCreation';

export function endpointRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/endpoints';
	const one = `${all}/:endpointId`;
	const answer = (
		status: number,
		project: Project,
		endpoint: Endpoint,
		operations: readonly Operation[],
	): SandboxResponse => ({
		status,
		body: {
			endpoint: presentEndpoint(project, endpoint),
			operations: operations.map(presentOperation),
		},
	});
	const endpointOf = (request: SandboxRequest): Endpoint =>
		neon.world.endpoint(neon.projectOf(request), request.params['endpointId'] ?? '');
	const change = (verb: string, steps: (endpoint: Endpoint) => OperationStep[]): SandboxRoute =>
		neon.apiRoute('POST', `${one}/${verb}`, (request) => {
			const project = neon.projectOf(request);
			const endpoint = endpointOf(request);
			if (endpoint.disabled && verb !== 'suspend') throw unprocessable('the endpoint is disabled');
			neon.operations.requireUnlocked(project);
			const operations = neon.operations.schedule(project, steps(endpoint));
			return answer(200, project, endpoint, operations);
		});
	return [
		neon.apiRoute('GET', all, (request) => {
			const project = neon.projectOf(request);
			const endpoints = [...neon.world.endpoints.values()].filter(
				(endpoint) => endpoint.projectId === project.id,
			);
			return {
				status: 200,
				body: { endpoints: endpoints.map((endpoint) => presentEndpoint(project, endpoint)) },
			};
		}),
		neon.apiRoute('POST', all, (request) => {
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
			const operations = neon.operations.schedule(project, [neon.computes.startStep(endpoint)]);
			return answer(201, project, endpoint, operations);
		}),
		neon.apiRoute('GET', one, (request) => ({
			status: 200,
			body: { endpoint: presentEndpoint(neon.projectOf(request), endpointOf(request)) },
		})),
		neon.apiRoute('PATCH', one, (request) => {
			const project = neon.projectOf(request);
			const endpoint = endpointOf(request);
			const body = requiredObject(jsonBody(request), 'endpoint');
			const options = readEndpointOptions(body);
			neon.operations.requireUnlocked(project);
			endpoint.name = options.name ?? endpoint.name;
			endpoint.minimumUnits = options.minimumUnits ?? endpoint.minimumUnits;
			endpoint.maximumUnits = Math.max(
				options.maximumUnits ?? endpoint.maximumUnits,
				endpoint.minimumUnits,
			);
			endpoint.suspendTimeoutSeconds =
				options.suspendTimeoutSeconds ?? endpoint.suspendTimeoutSeconds;
			endpoint.poolerEnabled = options.poolerEnabled ?? endpoint.poolerEnabled;
			endpoint.settings = { ...endpoint.settings, ...objectAt(body, 'settings') };
			const isDisabled = options.disabled ?? endpoint.disabled;
			const isSuspending = isDisabled && !endpoint.disabled;
			endpoint.disabled = isDisabled;
			endpoint.updatedAtMs = neon.world.now();
			const steps: OperationStep[] = isSuspending
				? [neon.computes.suspendStep(endpoint)]
				: endpoint.state === 'active'
					? [{ action: 'apply_config', branchId: endpoint.branchId, endpointId: endpoint.id }]
					: [];
			return answer(200, project, endpoint, neon.operations.schedule(project, steps));
		}),
		neon.apiRoute('DELETE', one, (request) => {
			const project = neon.projectOf(request);
			if (!neon.world.endpoints.has(request.params['endpointId'] ?? '')) return { status: 204 };
			const endpoint = endpointOf(request);
			neon.operations.requireUnlocked(project);
			const operations = neon.operations.schedule(project, [
				neon.computes.suspendStep(endpoint, () => void neon.computes.remove(endpoint)),
			]);
			return answer(200, project, endpoint, operations);
		}),
		change('start', (endpoint) =>
			endpoint.state === 'active' ? [] : [neon.computes.startStep(endpoint)],
		),
		change('suspend', (endpoint) =>
			endpoint.state === 'idle' ? [] : [neon.computes.suspendStep(endpoint)],
		),
		change('restart', (endpoint) => {
			const suspend = endpoint.state === 'active' ? [neon.computes.suspendStep(endpoint)] : [];
			return [...suspend, neon.computes.startStep(endpoint)];
		}),
	];
}
