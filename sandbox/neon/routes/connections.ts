import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, notFound } from '../http/errors';
import type { Branch, Database, Endpoint, Role } from '../model';
import type { Neon } from '../neon';

export function connectionRoutes(neon: Neon): SandboxRoute[] {
	return neon.apiRoutes([['GET', '/projects/:projectId/connection_uri', readConnectionUri]]);
}

async function readConnectionUri(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const { query } = request;
	const databaseName = query.get('database_name');
	const roleName = query.get('role_name');
	if (!databaseName || !roleName) throw badRequest('database_name and role_name are required');
	const { branch, endpoint } = connectedTo(neon, request);
	const database = neon.world.database(branch, databaseName);
	const role = neon.world.role(branch, roleName);
	const isPooled = query.get('pooled') === 'true';
	return { status: 200, body: { uri: await connectionUri(neon, endpoint, role, database.name, isPooled) } };
}

/** The branch and the endpoint that a query names; without either the default branch. */
function connectedTo(neon: Neon, request: SandboxRequest): { branch: Branch; endpoint: Endpoint } {
	const project = neon.projectOf(request);
	const endpointId = request.query.get('endpoint_id');
	const branchId = request.query.get('branch_id');
	const named = endpointId ? neon.world.endpoint(project, endpointId) : undefined;
	const branch =
		named || branchId
			? neon.world.branch(project, named?.branchId ?? branchId ?? '')
			: neon.world.defaultBranch(project);
	if (branchId && branch.id !== branchId) throw badRequest('the endpoint is of another branch');
	const endpoint = named ?? neon.computes.readWrite(branch);
	if (!endpoint) throw notFound('read-write endpoint of the branch');
	return { branch, endpoint };
}

/**
 * A PostgreSQL URI that answers on this machine. Neon's asks for TLS, and clients then check the certificate, which
 * here nobody vouches for: TLS works with `sslmode=no-verify`, or with the certificate of the control route.
 */
export async function connectionUri(
	neon: Neon,
	endpoint: Endpoint,
	role: Role,
	databaseName: string,
	pooled: boolean,
): Promise<string> {
	const address = await neon.computes.address(endpoint, pooled);
	const [user, password, path] = [role.name, role.password, databaseName].map(encodeURIComponent);
	return `postgresql://${user ?? ''}:${password ?? ''}@${address}/${path ?? ''}?sslmode=disable`;
}

/** As the answer to a new branch or project has it: one for each database, for its owner. */
export async function connectionDetails(neon: Neon, branch: Branch, endpoint: Endpoint): Promise<unknown[]> {
	const details = async (database: Database, role: Role): Promise<unknown> => ({
		connection_uri: await connectionUri(neon, endpoint, role, database.name, false),
		connection_parameters: {
			database: database.name,
			password: role.password,
			role: role.name,
			host: await neon.computes.address(endpoint, false),
			pooler_host: await neon.computes.address(endpoint, true),
		},
	});
	const all: unknown[] = [];
	for (const database of branch.databases.values()) {
		const owner = branch.roles.get(database.ownerName);
		if (owner) all.push(await details(database, owner));
	}
	return all;
}
