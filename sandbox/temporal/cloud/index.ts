import {
	type SandboxHandler,
	SandboxHttpError,
	type SandboxPlatform,
	type SandboxRequest,
	type SandboxRoute,
	type SandboxServices,
} from '../../kernel/platform';
import { TEMPORAL_CLOUD_KEY } from '../seed';
import { usageHandler } from './usage';
import { apiKeyBody, CloudWorld, namespaceBody, operationBody, type StoredCloudNamespace } from './world';

const refuse = (status: number, code: number, message: string): SandboxHttpError =>
	new SandboxHttpError(status, { code, message, details: [] });

/** Temporal Cloud's Ops API at `/temporal-cloud`: https://docs.temporal.io/ops. It knows no workflow and no worker. */
export function createTemporalCloudPlatform(services: SandboxServices): SandboxPlatform {
	const world = new CloudWorld(services);
	return {
		name: 'temporal-cloud',
		secrets: [TEMPORAL_CLOUD_KEY],
		routes: cloudRoutes(world).map((route) => ({ ...route, handle: guarded(world, route.handle) })),
		notFound: () => ({ status: 404, body: { code: 5, message: 'Not Found', details: [] } }),
		state: () => {
			world.settle();
			return {
				namespaces: world.namespaces.map(namespaceBody),
				operations: [...world.operations.values()].map((operation) => operationBody(world, operation)),
			};
		},
		reset: () => world.reset(),
	};
}

function guarded(world: CloudWorld, handle: SandboxHandler): SandboxHandler {
	return (request) => {
		if (request.headers.authorization !== `Bearer ${TEMPORAL_CLOUD_KEY}`) throw refuse(401, 16, 'unauthenticated');
		world.settle();
		return handle(request);
	};
}

function cloudRoutes(world: CloudWorld): SandboxRoute[] {
	const found = ({ params }: SandboxRequest): StoredCloudNamespace => {
		const namespace = world.namespaces.find((candidate) => candidate.namespace === params.namespace);
		if (namespace) return namespace;
		throw refuse(404, 5, `namespace ${params.namespace ?? ''} not found`);
	};
	const free = (request: SandboxRequest): StoredCloudNamespace => {
		const namespace = found(request);
		const id = textIn(request, 'asyncOperationId');
		if (namespace.operationId === '' || namespace.operationId === id) return namespace;
		throw refuse(400, 9, 'namespace is being updated by another operation');
	};
	const update: SandboxHandler = (request) => {
		const namespace = free(request);
		const id = textIn(request, 'asyncOperationId');
		if (!world.operations.has(id) && textIn(request, 'resourceVersion') !== String(namespace.resourceVersion)) {
			throw refuse(400, 9, 'resource version mismatch');
		}
		const spec = recordIn(bodyOf(request), 'spec');
		const retentionDays = Number(spec.retentionDays ?? namespace.retentionDays);
		if (retentionDays < 1 || retentionDays > 90) throw refuse(400, 3, 'retention days must be between 1 and 90');
		const isDeleteProtected = recordIn(spec, 'lifecycle').enableDeleteProtection === true;
		const operation = world.begin(id, 'UpdateNamespace', namespace, () => {
			Object.assign(namespace, { retentionDays, isDeleteProtected, modifiedAtMs: world.now() });
			namespace.resourceVersion += 1;
			return '';
		});
		return { status: 200, body: { asyncOperation: operationBody(world, operation) } };
	};
	const failOver: SandboxHandler = (request) => {
		const namespace = free(request);
		const region = textIn(request, 'region');
		if (!namespace.regions.includes(region)) {
			throw refuse(400, 3, `namespace is not available in region ${region}`);
		}
		const operation = world.begin(textIn(request, 'asyncOperationId'), 'FailoverNamespaceRegion', namespace, () => {
			namespace.activeRegion = region;
			namespace.resourceVersion += 1;
			return '';
		});
		return { status: 200, body: { asyncOperation: operationBody(world, operation) } };
	};
	const operation: SandboxHandler = ({ params }) => {
		const known = world.operations.get(params.id ?? '');
		if (!known) throw refuse(404, 5, `operation ${params.id ?? ''} not found`);
		return { status: 200, body: { asyncOperation: operationBody(world, known) } };
	};
	return [
		{
			method: 'GET',
			pattern: '/cloud/namespaces',
			handle: ({ query }) => page(query, 'namespaces', world.namespaces.map(namespaceBody)),
		},
		{
			method: 'GET',
			pattern: '/cloud/namespaces/:namespace',
			handle: (request) => ({ status: 200, body: { namespace: namespaceBody(found(request)) } }),
		},
		{ method: 'POST', pattern: '/cloud/namespaces/:namespace', handle: update },
		{ method: 'POST', pattern: '/cloud/namespaces/:namespace/failover-region', handle: failOver },
		{
			method: 'GET',
			pattern: '/cloud/api-keys',
			handle: ({ query }) => page(query, 'apiKeys', world.keys.map(apiKeyBody)),
		},
		{ method: 'GET', pattern: '/cloud/operations/:id', handle: operation },
		{ method: 'GET', pattern: '/cloud/usage', handle: usageHandler(world) },
	];
}

function page(query: URLSearchParams, name: string, elements: readonly unknown[]) {
	const from = Number(query.get('pageToken') ?? 0);
	const to = from + (Number(query.get('pageSize') ?? 0) || 100);
	return {
		status: 200,
		body: { [name]: elements.slice(from, to), ...(to < elements.length && { nextPageToken: String(to) }) },
	};
}

function bodyOf(request: SandboxRequest): Readonly<Record<string, unknown>> {
	const body = request.json();
	return typeof body === 'object' && body !== null ? { ...body } : {};
}

function recordIn(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
	const value = body[name];
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textIn(request: SandboxRequest, name: string): string {
	const value = bodyOf(request)[name];
	return typeof value === 'string' ? value : '';
}
