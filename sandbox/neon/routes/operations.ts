import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { notFound } from '../http/errors';
import { paginate } from '../http/pagination';
import type { Neon } from '../neon';
import { presentOperation } from '../present/operation';

export function operationRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/operations';
	return neon.apiRoutes([
		['GET', all, listOperations],
		['GET', `${all}/:operationId`, readOperation],
	]);
}

function listOperations(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const operations = [...neon.operations.all.values()]
		.filter((operation) => operation.projectId === project.id)
		.sort((left, right) => right.sequence - left.sequence);
	const page = paginate(request, operations, { standard: 100, largest: 1000 });
	return {
		status: 200,
		body: {
			operations: page.items.map(presentOperation),
			...(page.last !== undefined && { pagination: { cursor: page.last } }),
		},
	};
}

function readOperation(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const operation = neon.operations.all.get(request.params['operationId'] ?? '');
	if (operation?.projectId !== project.id) throw notFound('operation');
	return { status: 200, body: { operation: presentOperation(operation) } };
}
