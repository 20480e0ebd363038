import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { newPassword } from '../identifiers';
import type { Branch, Operation, Role } from '../model';
import type { Neon } from '../neon';
import { roleSql } from '../postgres/roleSql';
import { presentOperation, presentRole } from '../present';
import { flagAt, jsonBody, neonError, requiredObject, requiredText, unprocessable } from '../respond';

export function roleRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/branches/:branchId/roles';
	const roleOf = (request: SandboxRequest): Role =>
		neon.world.role(neon.branchOf(request), request.params['roleName'] ?? '');
	const answer = (
		status: number,
		branch: Branch,
		role: Role,
		operations: readonly Operation[],
		password?: string,
	): SandboxResponse => ({
		status,
		body: {
			role: presentRole(branch, role, password),
			operations: operations.map(presentOperation),
		},
	});
	return [
		neon.apiRoute('GET', all, (request) => {
			const branch = neon.branchOf(request);
			const roles = [...branch.roles.values()];
			return { status: 200, body: { roles: roles.map((role) => presentRole(branch, role)) } };
		}),
		neon.apiRoute('POST', all, async (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			const body = requiredObject(jsonBody(request), 'role');
			const name = requiredText(body, 'name');
			const noLogin = flagAt(body, 'no_login') ?? false;
			if (/^(pg_|neon_superuser$|cloud_admin$|postgres$)/.test(name)) {
				throw unprocessable(`role name "${name}" is reserved`);
			}
			if (branch.roles.has(name)) {
				throw neonError(409, `role already exists; role_name:"${name}"`, 'ROLE_ALREADY_EXISTS');
			}
			neon.operations.requireUnlocked(project);
			// In Postgres first: what that refuses is not there.
			for (const { live } of branch.databases.values()) {
				if (live.running) await live.query(roleSql([name]));
			}
			const role = neon.world.addRole(branch, name, { noLogin });
			const steps = neon.computes.configureSteps(branch, () => undefined);
			const operations = neon.operations.schedule(project, steps);
			return answer(201, branch, role, operations, role.password);
		}),
		neon.apiRoute('GET', `${all}/:roleName`, (request) => ({
			status: 200,
			body: { role: presentRole(neon.branchOf(request), roleOf(request)) },
		})),
		neon.apiRoute('DELETE', `${all}/:roleName`, (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			if (!branch.roles.has(request.params['roleName'] ?? '')) return { status: 204 };
			const role = roleOf(request);
			const owned = [...branch.databases.values()].find((database) => database.ownerName === role.name);
			if (owned) {
				throw unprocessable(`role "${role.name}" owns the database "${owned.name}": delete that first`);
			}
			const steps = neon.computes.configureSteps(branch, () => branch.roles.delete(role.name));
			return answer(200, branch, role, neon.operations.schedule(project, steps));
		}),
		neon.apiRoute('GET', `${all}/:roleName/reveal_password`, (request) => ({
			status: 200,
			body: { password: roleOf(request).password },
		})),
		neon.apiRoute('POST', `${all}/:roleName/reset_password`, (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			const role = roleOf(request);
			neon.operations.requireUnlocked(project);
			const password = newPassword(neon.world.services.ids);
			// The old one is good until the last operation has finished.
			const steps = neon.computes.configureSteps(branch, () => {
				role.password = password;
				role.updatedAtMs = neon.world.now();
				for (const endpoint of neon.world.endpointsOf(branch)) neon.computes.disconnect(endpoint);
			});
			return answer(200, branch, role, neon.operations.schedule(project, steps), password);
		}),
	];
}
