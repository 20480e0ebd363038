import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { representEnvironment } from '../present/environment';
import { ensureEnvironment } from '../world/environments';

/** Environments; they have no protection rules here. */
export function environmentRoutes(context: GitHubContext): SandboxRoute[] {
	const pattern = '/environments/:environment';
	return repositoryRoutes(context, [
		['GET', '/environments', listEnvironments],
		['GET', pattern, getEnvironment],
		['PUT', pattern, putEnvironment],
		['DELETE', pattern, deleteEnvironment],
	]);
}

function listEnvironments({ context, request, record }: Visit): SandboxResponse {
	return countedResponse(request, 'environments', [...record.environments.values()], (environment) =>
		representEnvironment(context, record, environment),
	);
}

function getEnvironment({ context, request, record }: Visit): SandboxResponse {
	const environment = record.environments.get(request.params['environment'] ?? '');
	if (!environment) throw notFound();
	return { status: 200, body: representEnvironment(context, record, environment) };
}

function putEnvironment({ context, request, record }: Visit): SandboxResponse {
	const name = request.params['environment'] ?? '';
	const environment = ensureEnvironment(context, record, name);
	environment.updatedAtMs = context.services.clock.now();
	return { status: 200, body: representEnvironment(context, record, environment) };
}

function deleteEnvironment({ request, record }: Visit): SandboxResponse {
	const name = request.params['environment'] ?? '';
	if (!record.environments.delete(name)) throw notFound();
	record.environmentSecrets.delete(name);
	return { status: 204 };
}
