import type { IDataObject } from 'n8n-workflow';

import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import { listUnder } from './answers';
import { masked } from './reveal';
import type { NeonRole, WithOperations } from './types';

export interface RoleAnswer extends WithOperations {
	readonly role: NeonRole;
}

export async function listRoles(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<NeonRole[]> {
	return await listUnder<NeonRole>(client, 'roles', {
		method: 'GET',
		path: path`/projects/${projectId}/branches/${branchId}/roles`,
	});
}

/** The password as Neon keeps it; null where it keeps none. */
export async function readPassword(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	role: string,
): Promise<string | null> {
	const { body } = await client.request({
		method: 'GET',
		path: path`/projects/${projectId}/branches/${branchId}/roles/${role}/reveal_password`,
		acceptStatuses: [404, 412],
	});
	const password: unknown =
		typeof body === 'object' && body !== null ? Reflect.get(body, 'password') : undefined;
	return typeof password === 'string' ? password : null;
}

/** A role in our shape, without a password. */
export function roleJson(role: NeonRole): IDataObject {
	return {
		name: role.name,
		branchId: role.branch_id ?? null,
		protected: role.protected === true,
		authenticationMethod: role.authentication_method ?? null,
		createdAt: role.created_at ?? null,
		updatedAt: role.updated_at ?? null,
	};
}

export function rawRoleJson(role: NeonRole): IDataObject {
	return { ...role, ...(role.password !== undefined && { password: masked }) };
}
