import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, unprocessable } from '../http/errors';
import type { Branch } from '../model';
import type { Neon } from '../neon';
import { LiveDatabase } from '../postgres/liveDatabase';
import { schemaText } from '../postgres/schemaText';
import { unifiedDiff } from '../postgres/unifiedDiff';
import { queryMoment } from '../world/history';

export function schemaRoutes(neon: Neon): SandboxRoute[] {
	const one = '/projects/:projectId/branches/:branchId';
	return neon.apiRoutes([
		['GET', `${one}/schema`, readSchema],
		['GET', `${one}/compare_schema`, compareSchemas],
	]);
}

async function readSchema(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const format = request.query.get('format') ?? 'sql';
	if (format !== 'sql') throw badRequest('the sandbox gives the schema in format sql only');
	const atMs = queryMoment(project, branch, neon.world.now(), request);
	return {
		status: 200,
		body: { sql: await schemaOf(neon, branch, databaseNameOf(request), atMs) },
	};
}

async function compareSchemas(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const name = databaseNameOf(request);
	const baseId = request.query.get('base_branch_id') ?? branch.parentId;
	if (!baseId) throw badRequest('base_branch_id is required for a branch without a parent');
	const base = neon.world.branch(project, baseId);
	const nowMs = neon.world.now();
	const atMs = queryMoment(project, branch, nowMs, request);
	const baseAtMs = queryMoment(project, base, nowMs, request, 'base_');
	const before = await schemaOf(neon, base, name, baseAtMs);
	const after = await schemaOf(neon, branch, name, atMs);
	const names = { before: `a/${name}`, after: `b/${name}` };
	return { status: 200, body: { diff: unifiedDiff(before, after, names) } };
}

async function schemaOf(neon: Neon, branch: Branch, databaseName: string, atMs: number | undefined): Promise<string> {
	const { live } = neon.world.database(branch, databaseName);
	if (branch.state !== 'ready') throw unprocessable(`branch ${branch.id} is not ready`);
	if (atMs === undefined) return await schemaText(live);
	const past = new LiveDatabase(databaseName, await live.contentAt(atMs), neon.world.pool, () => [], neon.world.now);
	try {
		return await schemaText(past);
	} finally {
		await past.drop();
	}
}

const databaseNameOf = (request: SandboxRequest): string => {
	const name = request.query.get('db_name');
	if (!name) throw badRequest('db_name is required');
	return name;
};
