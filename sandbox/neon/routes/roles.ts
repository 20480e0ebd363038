import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { neonError, unprocessable } from '../http/errors';
import { flagAt, jsonBody, requiredObject, requiredText } from '../http/requestBody';
import type { Branch, Operation, Role } from '../model';
import type { Neon } from '../neon';
import { roleSql } from '../postgres/roleSql';
import { presentOperation } from '../present/operation';
import { presentRole } from '../present/role';
import { newPassword } from '../world/identifiers';

export function roleRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/branches/:branchId/roles';
	const one = `${all}/:roleName`;
	return neon.apiRoutes([
		['GET', all, listRoles],
		['POST', all, createRole],
		['GET', one, readRole],
		['DELETE', one, deleteRole],
		['GET', `${one}/reveal_password`, revealPassword],
		['POST', `${one}/reset_password`, resetPassword],
	]);
}

function listRoles(neon: Neon, request: SandboxRequest): SandboxResponse {
	const branch = neon.branchOf(request);
	const roles = [...branch.roles.values()];
	return { status: 200, body: { roles: roles.map((role) => presentRole(branch, role)) } };
}

async function createRole(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
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
	// In Postgres first: what that refuses does not exist.
	for (const { live } of branch.databases.values()) {
		if (live.running) await live.query(roleSql([name]));
	}
	const role = neon.world.addRole(branch, name, { noLogin });
	const steps = neon.computes.configureSteps(branch, () => undefined);
	return changed(201, branch, role, neon.operations.schedule(project, steps), role.password);
}

function readRole(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { role: presentRole(neon.branchOf(request), roleOf(neon, request)) } };
}

function deleteRole(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	if (!branch.roles.has(request.params['roleName'] ?? '')) return { status: 204 };
	const role = roleOf(neon, request);
	const owned = [...branch.databases.values()].find((database) => database.ownerName === role.name);
	if (owned) {
		throw unprocessable(`role "${role.name}" owns the database "${owned.name}": delete that first`);
	}
	const steps = neon.computes.configureSteps(branch, () => branch.roles.delete(role.name));
	return changed(200, branch, role, neon.operations.schedule(project, steps));
}

function revealPassword(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { password: roleOf(neon, request).password } };
}

function resetPassword(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const role = roleOf(neon, request);
	neon.operations.requireUnlocked(project);
	const password = newPassword(neon.world.services.ids);
	// The old one is good until the last operation has finished.
	const steps = neon.computes.configureSteps(branch, () => {
		role.password = password;
		role.updatedAtMs = neon.world.now();
		for (const endpoint of neon.world.endpointsOf(branch)) neon.computes.disconnect(endpoint);
	});
	return changed(200, branch, role, neon.operations.schedule(project, steps), password);
}

function roleOf(neon: Neon, request: SandboxRequest): Role {
	return neon.world.role(neon.branchOf(request), request.params['roleName'] ?? '');
}

function changed(
	status: number,
	branch: Branch,
	role: Role,
	operations: readonly Operation[],
	password?: string,
): SandboxResponse {
	return {
		status,
		body: {
			role: presentRole(branch, role, password),
			operations: operations.map(presentOperation),
		},
	};
}
