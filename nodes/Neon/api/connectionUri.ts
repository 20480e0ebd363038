import type { ProjectClient } from './projectClient';
import type { NeonEndpoint } from './types';

/** The connection URI of a compute, password included; undefined where Neon gives none. */
export async function readConnectionUri(
	client: ProjectClient,
	{ id, branch_id: branchId }: NeonEndpoint,
	login: { readonly database: string; readonly role: string },
	pooled: boolean,
): Promise<string | undefined> {
	const { uri } = await client.object<{ uri?: string }>({
		method: 'GET',
		path: '/connection_uri',
		query: { branch_id: branchId, endpoint_id: id, database_name: login.database, role_name: login.role, pooled },
	});
	return uri;
}
