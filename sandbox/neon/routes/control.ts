import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import type { Branch } from '../model';
import type { Neon } from '../neon';
import type { OperationBehaviour } from '../operations';
import { serverCertificate } from '../postgres/connection';
import { badRequest, flagAt, isoTime, jsonBody, numberAt, requiredText, textAt } from '../respond';

const outcomes = ['finished', 'failed', 'error', 'cancelled', 'skipped', 'stuck'] as const;

function readBehaviour(request: SandboxRequest): OperationBehaviour {
	const body = jsonBody(request);
	const given = textAt(body, 'outcome') ?? 'finished';
	const outcome = outcomes.find((each) => each === given);
	if (!outcome) throw badRequest(`outcome must be one of ${outcomes.join(', ')}`);
	return {
		outcome,
		projectId: textAt(body, 'project_id'),
		action: textAt(body, 'action'),
		error: textAt(body, 'error'),
		extraMs: 1000 * (numberAt(body, 'extra_seconds', 0, 86_400) ?? 0),
	};
}

/**
 * Below `/_sandbox/neon`:
 * - `POST /operations`: what becomes of the next operation (`action`, `project_id`, `outcome`, `error`, `extra_seconds`)
 * - `POST /projects/:id/lock`: `{"locked": true}` refuses every change with 423
 * - `POST /expiry`: `{"deletes": false}` leaves branches that expire where they are
 * - `POST /token`: `{"expired": true}` answers 401 to the sandbox's token
 * - `POST /limits`: `enabled` (700 a minute, 40 a second and route), `branches_per_project`, `root_branches_per_project`, `snapshots_per_project`
 * - `POST /branches/:id/checkpoint`: keeps this moment of the branch in its history
 * - `POST /branches/:id/archive`: as Neon does with a branch that nobody uses; its computes are suspended
 * - `GET /certificate`: what to trust for TLS to the computes, as PEM
 * - `POST /branches/:id/sql`: runs `sql` in `database` (`neondb`) behind the API's back
 */
export function controlRoutes(neon: Neon): SandboxRoute[] {
	const branchOf = (request: SandboxRequest): Branch => {
		const branch = neon.world.branches.get(request.params['branchId'] ?? '');
		if (!branch) throw new SandboxHttpError(404, { message: 'No such branch' });
		return branch;
	};
	return [
		{
			method: 'POST',
			pattern: '/operations',
			handle: (request) => {
				neon.operations.behave(readBehaviour(request));
				return { status: 204 };
			},
		},
		{
			method: 'POST',
			pattern: '/projects/:projectId/lock',
			handle: (request) => {
				neon.projectOf(request).locked = flagAt(jsonBody(request), 'locked') ?? true;
				return { status: 204 };
			},
		},
		{
			method: 'POST',
			pattern: '/expiry',
			handle: (request) => {
				neon.branching.deletesExpired = flagAt(jsonBody(request), 'deletes') ?? true;
				return { status: 204 };
			},
		},
		{
			method: 'POST',
			pattern: '/token',
			handle: (request) => {
				neon.tokenExpired = flagAt(jsonBody(request), 'expired') ?? true;
				return { status: 204 };
			},
		},
		{
			method: 'POST',
			pattern: '/limits',
			handle: (request) => {
				const body = jsonBody(request);
				const { limits } = neon;
				limits.enabled = flagAt(body, 'enabled') ?? limits.enabled;
				limits.branchesPerProject =
					numberAt(body, 'branches_per_project', 1, 10_000) ?? limits.branchesPerProject;
				limits.rootBranchesPerProject =
					numberAt(body, 'root_branches_per_project', 1, 10_000) ?? limits.rootBranchesPerProject;
				limits.snapshotsPerProject =
					numberAt(body, 'snapshots_per_project', 0, 1000) ?? limits.snapshotsPerProject;
				return { status: 204 };
			},
		},
		{
			method: 'POST',
			pattern: '/branches/:branchId/checkpoint',
			handle: async (request) => {
				await neon.branching.contentsOf(branchOf(request));
				return { status: 200, body: { at: isoTime(neon.world.now()) } };
			},
		},
		{
			method: 'POST',
			pattern: '/branches/:branchId/archive',
			handle: (request) => {
				const branch = branchOf(request);
				for (const endpoint of neon.world.endpointsOf(branch)) neon.computes.suspend(endpoint);
				neon.world.setState(branch, 'archived');
				return { status: 204 };
			},
		},
		{
			method: 'GET',
			pattern: '/certificate',
			handle: () => ({ status: 200, body: { certificate: serverCertificate().certificate } }),
		},
		{
			method: 'POST',
			pattern: '/branches/:branchId/sql',
			handle: async (request) => {
				const body = jsonBody(request);
				const database = neon.world.database(branchOf(request), textAt(body, 'database') ?? 'neondb');
				const results = await database.live.query(requiredText(body, 'sql'));
				return { status: 200, body: { rows: results.at(-1) ?? [] } };
			},
		},
	];
}
