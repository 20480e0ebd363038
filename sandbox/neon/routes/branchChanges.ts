import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { unprocessable } from '../http/errors';
import { jsonBody, textAt } from '../http/requestBody';
import { finalizeRestore } from '../lifecycle/snapshotRestore';
import type { Neon } from '../neon';
import { presentBranch } from '../present/branch';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';

/** Default, endpoints of a branch, and the end of a restore from a snapshot. */
export function branchChangeRoutes(neon: Neon): SandboxRoute[] {
	const one = '/projects/:projectId/branches/:branchId';
	return neon.apiRoutes([
		['POST', `${one}/set_as_default`, setDefault],
		['GET', `${one}/endpoints`, listBranchEndpoints],
		['POST', `${one}/finalize_restore`, finalizeBranch],
	]);
}

function setDefault(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	neon.operations.requireUnlocked(project);
	if (branch.expiresAtMs !== undefined) throw unprocessable('a branch that expires cannot be the default');
	for (const other of neon.world.branchesOf(project)) {
		if (other.isDefault !== (other === branch)) other.updatedAtMs = neon.world.now();
		other.isDefault = other === branch;
	}
	return { status: 200, body: { branch: presentBranch(branch), operations: [] } };
}

function listBranchEndpoints(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const endpoints = neon.world.endpointsOf(neon.branchOf(request));
	return {
		status: 200,
		body: { endpoints: endpoints.map((endpoint) => presentEndpoint(project, endpoint)) },
	};
}

function finalizeBranch(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const name = textAt(jsonBody(request), 'name');
	neon.operations.requireUnlocked(project);
	const steps = finalizeRestore(neon, project, branch, name);
	const operations = neon.operations.schedule(project, steps);
	return { status: 200, body: { operations: operations.map(presentOperation) } };
}
