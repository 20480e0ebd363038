import { compact } from '../http/json';
import type { Branch, Role } from '../model';
import { time } from './fields';

/** The password is shown where Neon shows it: in the answer that makes it. */
export function presentRole(branch: Branch, role: Role, password?: string): Record<string, unknown> {
	return compact({
		branch_id: branch.id,
		name: role.name,
		password,
		protected: false,
		authentication_method: role.noLogin ? 'no_login' : 'password',
		created_at: time(role.createdAtMs),
		updated_at: time(role.updatedAtMs),
	});
}
