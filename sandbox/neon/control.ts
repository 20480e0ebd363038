import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import { badRequest } from './http/errors';
import { flagAt, jsonBody, numberAt, requiredText, textAt } from './http/requestBody';
import { isoTime } from './http/time';
import { countRows, dumpDatabase, loadDump } from './lifecycle/dumps';
import type { OperationBehaviour } from './lifecycle/operations';
import type { Branch, Database } from './model';
import type { Neon, NeonHandler } from './neon';
import { serverCertificate } from './postgres/connection';

/**
 * Below `/_sandbox/neon`:
 * - `POST /operations`: what becomes of the next operation (`action`, `project_id`, `outcome`, `error`, `extra_seconds`)
 * - `POST /projects/:id/lock`: `{"locked": true}` refuses every change with 423
 * - `POST /expiry`: `{"deletes": false}` leaves branches that expire where they are
 * - `POST /two-factor`: `{"required": false}` lets members in without a second factor
 * - `POST /token`: `{"expired": true}` answers 401 to the sandbox's token
 * - `POST /limits`: `enabled` (700 a minute, 40 a second and route), `branches_per_project`, `root_branches_per_project`, `snapshots_per_project`
 * - `POST /branches/:id/checkpoint`: keeps this moment of the branch in its history
 * - `POST /branches/:id/archive`: as Neon does with a branch that nobody uses; its computes are suspended
 * - `GET /certificate`: what to trust for TLS to the computes, as PEM
 * - `POST /branches/:id/dump`, `/load`, `/count`: what the programs of a backup task do to `database` (`neondb`): pg_dump, pg_restore of `sql`, counting rows
 * - `POST /branches/:id/sql`: runs `sql` in `database` (`neondb`) behind the API's back
 */
export function controlRoutes(neon: Neon): SandboxRoute[] {
	const controls: ReadonlyArray<readonly [method: string, pattern: string, handle: NeonHandler]> = [
		['POST', '/operations', planOperation],
		['POST', '/projects/:projectId/lock', lockProject],
		['POST', '/expiry', setDeletesExpired],
		['POST', '/two-factor', setTwoFactor],
		['POST', '/token', setTokenExpired],
		['POST', '/limits', setLimits],
		['POST', '/branches/:branchId/checkpoint', keepMoment],
		['POST', '/branches/:branchId/archive', archiveBranch],
		['GET', '/certificate', readCertificate],
		['POST', '/branches/:branchId/sql', runSql],
		[
			'POST',
			'/branches/:branchId/dump',
			async (neon, request) => await dumped(dumpDatabase(databaseOf(neon, request))),
		],
		['POST', '/branches/:branchId/load', loadSql],
		['POST', '/branches/:branchId/count', async (neon, request) => await dumped(countedIn(databaseOf(neon, request)))],
	];
	return controls.map(([method, pattern, handle]) => ({
		method,
		pattern,
		handle: async (request) => await handle(neon, request),
	}));
}

const done: SandboxResponse = { status: 204 };

function planOperation(neon: Neon, request: SandboxRequest): SandboxResponse {
	neon.operations.behave(readBehaviour(request));
	return done;
}

function setTwoFactor({ world }: Neon, request: SandboxRequest): SandboxResponse {
	world.requiresTwoFactor = flagAt(jsonBody(request), 'required') ?? true;
	return done;
}

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

function lockProject(neon: Neon, request: SandboxRequest): SandboxResponse {
	neon.projectOf(request).locked = flagAt(jsonBody(request), 'locked') ?? true;
	return done;
}

function setDeletesExpired(neon: Neon, request: SandboxRequest): SandboxResponse {
	neon.branching.deletesExpired = flagAt(jsonBody(request), 'deletes') ?? true;
	return done;
}

function setTokenExpired(neon: Neon, request: SandboxRequest): SandboxResponse {
	neon.tokenExpired = flagAt(jsonBody(request), 'expired') ?? true;
	return done;
}

function setLimits({ limits }: Neon, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	limits.enabled = flagAt(body, 'enabled') ?? limits.enabled;
	limits.branchesPerProject = numberAt(body, 'branches_per_project', 1, 10_000) ?? limits.branchesPerProject;
	limits.rootBranchesPerProject =
		numberAt(body, 'root_branches_per_project', 1, 10_000) ?? limits.rootBranchesPerProject;
	limits.snapshotsPerProject = numberAt(body, 'snapshots_per_project', 0, 1000) ?? limits.snapshotsPerProject;
	return done;
}

async function keepMoment(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	await neon.branching.contentsOf(branchOf(neon, request));
	return { status: 200, body: { at: isoTime(neon.world.now()) } };
}

function archiveBranch(neon: Neon, request: SandboxRequest): SandboxResponse {
	const branch = branchOf(neon, request);
	for (const endpoint of neon.world.endpointsOf(branch)) neon.computes.suspend(endpoint);
	neon.world.setState(branch, 'archived');
	return done;
}

function readCertificate(): SandboxResponse {
	return { status: 200, body: { certificate: serverCertificate().certificate } };
}

async function runSql(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const results = await databaseOf(neon, request).live.query(requiredText(jsonBody(request), 'sql'));
	return { status: 200, body: { rows: results.at(-1) ?? [] } };
}

async function loadSql(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const sql = requiredText(jsonBody(request), 'sql');
	return await dumped(loadDump(branchOf(neon, request), databaseOf(neon, request), sql));
}

/** PostgreSQL's own words are a 422. */
async function dumped(work: Promise<unknown>): Promise<SandboxResponse> {
	try {
		return { status: 200, body: await work };
	} catch (error) {
		throw new SandboxHttpError(422, { message: error instanceof Error ? error.message : String(error) });
	}
}

async function countedIn({ live }: Database): Promise<unknown> {
	return { tables: await countRows(live) };
}

function databaseOf(neon: Neon, request: SandboxRequest): Database {
	return neon.world.database(branchOf(neon, request), textAt(jsonBody(request), 'database') ?? 'neondb');
}

/** Of any project. Raises 404. */
function branchOf(neon: Neon, request: SandboxRequest): Branch {
	const branch = neon.world.branches.get(request.params['branchId'] ?? '');
	if (branch) return branch;
	throw new SandboxHttpError(404, { message: 'No such branch' });
}
