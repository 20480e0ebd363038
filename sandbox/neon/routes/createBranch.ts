import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import { badRequest, unprocessable } from '../http/errors';
import type { JsonObject } from '../http/json';
import { flagAt, jsonBody, objectAt, textAt } from '../http/requestBody';
import { parseTime } from '../http/time';
import type { BranchContents } from '../lifecycle/branching';
import type { NewEndpoint } from '../lifecycle/computes';
import type { Branch, Project } from '../model';
import type { Neon } from '../neon';
import { presentBranch } from '../present/branch';
import { presentDatabase } from '../present/database';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';
import { presentRole } from '../present/role';
import { readMoment } from '../world/history';
import { neonId } from '../world/identifiers';
import { connectionDetails } from './connections';
import { readEndpoints } from './endpointBody';

/** What a request asks of a new branch. */
interface BranchWish {
	readonly parent: Branch;
	readonly name: string;
	readonly initSource: Branch['initSource'];
	readonly isProtected: boolean;
	/** The moment of the parent; undefined for now. */
	readonly atMs: number | undefined;
	readonly expiresAtMs: number | undefined;
	readonly endpoints: readonly NewEndpoint[];
	readonly annotation: Record<string, string>;
}

/** `POST /projects/{id}/branches`. */
export async function createBranch(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	const wish = readWish(neon, project, jsonBody(request));
	requireAllowed(neon, project, wish);
	if (wish.parent.state !== 'ready') throw unprocessable('the parent branch is not ready');
	const captured = await neon.branching.contentsOf(wish.parent, wish.atMs);
	// Another request may have come first while Postgres was asked.
	requireAllowed(neon, project, wish);
	return await make(neon, project, wish, captured);
}

function readWish(neon: Neon, project: Project, body: JsonObject): BranchWish {
	const { world, branching } = neon;
	const options = objectAt(body, 'branch');
	const parentId = textAt(options, 'parent_id');
	const parent = parentId === undefined ? world.defaultBranch(project) : world.branch(project, parentId);
	const name = textAt(options, 'name') ?? neonId(world.services.ids, 'br');
	const initSource = readInitSource(options);
	const isProtected = flagAt(options, 'protected') ?? false;
	const atMs = readMoment(project, parent, world.now(), {
		timestamp: textAt(options, 'parent_timestamp'),
		timestampName: 'parent_timestamp',
		lsn: textAt(options, 'parent_lsn'),
		lsnName: 'parent_lsn',
	});
	const expiry = textAt(options, 'expires_at');
	const expiresAtMs = expiry === undefined ? undefined : parseTime(expiry, 'expires_at');
	if (expiresAtMs !== undefined) branching.requireExpiry({ isDefault: false, isProtected }, expiresAtMs);
	requireBranchName(name);
	if (parent.expiresAtMs !== undefined && initSource !== 'schema-only') {
		throw unprocessable('a branch with an expiration cannot have child branches');
	}
	const endpoints = readEndpoints(body);
	return { parent, name, initSource, isProtected, atMs, expiresAtMs, endpoints, annotation: annotationAt(body) };
}

/** Raises 409 for a name that is taken, 422 without room for a branch, and 423. */
function requireAllowed(neon: Neon, project: Project, { name, initSource }: BranchWish): void {
	const { world, limits, operations } = neon;
	world.requireFreeName(project, name);
	requireRoomForBranch(neon, world.branchesOf(project).length);
	const roots = world.branchesOf(project).filter(({ parentId }) => parentId === undefined).length;
	if (initSource === 'schema-only' && roots >= limits.rootBranchesPerProject) {
		throw unprocessable('root branches limit exceeded', 'ROOT_BRANCHES_LIMIT_EXCEEDED');
	}
	operations.requireUnlocked(project);
}

async function make(
	neon: Neon,
	project: Project,
	wish: BranchWish,
	captured: BranchContents,
): Promise<SandboxResponse> {
	const { branching, computes } = neon;
	const { parent, name, initSource, isProtected, atMs, annotation } = wish;
	const own = parent.isProtected ? branching.withNewPasswords(captured) : captured;
	const isSchemaOnly = initSource === 'schema-only';
	const branch = branching.add(
		project,
		{ name, parent: isSchemaOnly ? undefined : parent, parentAtMs: atMs, isProtected, initSource, annotation },
		isSchemaOnly ? schemaOf(own) : own,
	);
	if (wish.expiresAtMs !== undefined) branching.setExpiry(project, branch, wish.expiresAtMs);
	const endpoints = wish.endpoints.map((endpoint) => computes.add(branch, endpoint));
	const operations = neon.operations.schedule(project, [
		branching.readyStep(branch),
		...endpoints.map((endpoint) => computes.startStep(endpoint)),
	]);
	const readWrite = computes.readWrite(branch);
	return {
		status: 201,
		body: {
			branch: presentBranch(branch),
			endpoints: endpoints.map((endpoint) => presentEndpoint(project, endpoint)),
			operations: operations.map(presentOperation),
			roles: [...branch.roles.values()].map((role) => presentRole(branch, role, role.password)),
			databases: [...branch.databases.values()].map((database) => presentDatabase(branch, database)),
			...(readWrite && { connection_uris: await connectionDetails(neon, branch, readWrite) }),
		},
	};
}

function schemaOf(contents: BranchContents): BranchContents {
	const databases = contents.databases.map((database) => ({
		...database,
		content: database.content.schemaOnly(database.name),
	}));
	return { ...contents, databases };
}

function readInitSource(body: JsonObject): Branch['initSource'] {
	const source = textAt(body, 'init_source') ?? 'parent-data';
	if (source !== 'parent-data' && source !== 'schema-only') {
		throw badRequest('init_source must be parent-data or schema-only');
	}
	return source;
}

const annotationAt = (body: JsonObject): Record<string, string> =>
	Object.fromEntries(Object.entries(objectAt(body, 'annotation_value')).map(([key, value]) => [key, String(value)]));

/** Raises 422 for a name that is empty or above the contract's limit. */
export function requireBranchName(name: string): void {
	if (name.trim() === '' || [...name].length > 256) {
		throw unprocessable('branch name must have 1 to 256 characters');
	}
}

export function requireRoomForBranch(neon: Neon, count: number): void {
	if (count >= neon.limits.branchesPerProject) {
		throw unprocessable('branches limit exceeded', 'BRANCHES_LIMIT_EXCEEDED');
	}
}
