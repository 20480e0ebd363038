import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../deployment/values/jsonFields';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { inCamelCase, listUnder } from './answers';
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
	return await listUnder<NeonRole>(
		client,
		'roles',
		path`/projects/${projectId}/branches/${branchId}/roles`,
	);
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
	return textAt(body, 'password');
}

/** A role in our shape, without a password. */
export function roleJson(role: NeonRole): IDataObject {
	return {
		...inCamelCase(role, ['name', 'branch_id', 'authentication_method', 'created_at', 'updated_at']),
		protected: role.protected === true,
	};
}

export function withoutPassword(role: NeonRole): NeonRole {
	return { ...role, ...(role.password !== undefined && { password: masked }) };
}
