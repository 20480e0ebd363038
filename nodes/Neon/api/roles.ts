import { textAt } from '../../deployment/values/jsonFields';
import { listUnder } from './answers';
import { partPath, partsPath } from './branchParts';
import type { ProjectClient } from './projectClient';
import type { NeonRole, RoleAnswer } from './types';

export async function listRoles(client: ProjectClient, branchId: string): Promise<NeonRole[]> {
	return await listUnder<NeonRole>(client, 'roles', partsPath(branchId, 'role'));
}

/** The password as Neon keeps it; null where it keeps none. */
export async function readPassword(client: ProjectClient, branchId: string, role: string): Promise<string | null> {
	const { body } = await client.request({
		method: 'GET',
		path: `${partPath(branchId, 'role', role)}/reveal_password`,
		acceptStatuses: [404, 412],
	});
	return textAt(body, 'password');
}

/** Gives a role a new password. Twice gives two, of which the last one holds and is the one returned. */
export async function postPassword(client: ProjectClient, branchId: string, role: string): Promise<RoleAnswer> {
	const request = {
		method: 'POST',
		path: `${partPath(branchId, 'role', role)}/reset_password`,
		safeToRepeat: true,
	} as const;
	return await client.object<RoleAnswer>(request);
}
