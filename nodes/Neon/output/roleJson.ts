import type { IDataObject } from 'n8n-workflow';

import type { NeonRole } from '../api/types';
import { inCamelCase } from './camelCase';
import { redacted } from './redacted';

/** A role in our shape, without a password. */
export function roleJson(role: NeonRole): IDataObject {
	return {
		...inCamelCase(role, ['name', 'branch_id', 'authentication_method', 'created_at', 'updated_at']),
		protected: role.protected === true,
	};
}

/** A role in Neon's shape, its password redacted. */
export function redactRole(role: NeonRole): NeonRole {
	return { ...role, ...(role.password !== undefined && { password: redacted }) };
}
