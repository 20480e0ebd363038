import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { NewEndpoint } from '../computes';
import { readMoment } from '../history';
import { neonId } from '../identifiers';
import type { Branch, EndpointType } from '../model';
import type { Neon } from '../neon';
import {
	presentBranch,
	presentDatabase,
	presentEndpoint,
	presentOperation,
	presentRole,
} from '../present';
import type { JsonObject } from '../respond';
import {
	badRequest,
	flagAt,
	isJsonObject,
	jsonBody,
	numberAt,
	objectAt,
	parseTime,
	requiredText,
	textAt,
	unprocessable,
} from '../respond';
import { connectionDetails } from './connections';

export function readEndpointType(body: JsonObject): EndpointType {
	const type = requiredText(body, 'type');
	if (type !== 'read_write' && type !== 'read_only') {
		throw badRequest('endpoint type must be read_write or read_only');
	}
	return type;
}

/** https://neon.com/docs/manage/computes, "Available compute sizes": autoscaling up to 16 CU, at most 8 apart. */
const largestAutoscaling = 16;
const widestAutoscaling = 8;
const smallSizes: readonly number[] = [0.25, 0.5];
const fixedSizes: readonly number[] = [18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56];

function requireComputeSize(units: number | undefined): void {
	if (units === undefined || smallSizes.includes(units) || fixedSizes.includes(units)) return;
	if (Number.isInteger(units) && units <= largestAutoscaling) return;
	throw unprocessable(`${units} is not a compute size: use 0.25, 0.5, whole numbers up to ${largestAutoscaling}, or even ones up to 56`);
}

/** What the bodies that make or change an endpoint have in common. */
export function readEndpointOptions(body: JsonObject): Omit<NewEndpoint, 'type'> {
	const minimumUnits = numberAt(body, 'autoscaling_limit_min_cu', 0.25, 56);
	const maximumUnits = numberAt(body, 'autoscaling_limit_max_cu', 0.25, 56);
	if (minimumUnits !== undefined && maximumUnits !== undefined && minimumUnits > maximumUnits) {
		throw badRequest('autoscaling_limit_min_cu must not be above autoscaling_limit_max_cu');
	}
	for (const units of [minimumUnits, maximumUnits]) requireComputeSize(units);
	if (minimumUnits !== maximumUnits && (maximumUnits ?? 0) > largestAutoscaling) {
		throw unprocessable(`autoscaling goes up to ${largestAutoscaling} CU; a larger compute has a fixed size`);
	}
	if ((maximumUnits ?? 0) - (minimumUnits ?? maximumUnits ?? 0) > widestAutoscaling) {
		throw unprocessable(`autoscaling_limit_max_cu must be within ${widestAutoscaling} CU of autoscaling_limit_min_cu`);
	}
	return {
		name: textAt(body, 'name'),
		minimumUnits,
		maximumUnits,
		suspendTimeoutSeconds: numberAt(body, 'suspend_timeout_seconds', -1, 604_800),
		poolerEnabled: flagAt(body, 'pooler_enabled'),
		disabled: flagAt(body, 'disabled'),
	};
}

function readEndpoints(body: JsonObject): NewEndpoint[] {
	const list = body['endpoints'] ?? [];
	if (!Array.isArray(list)) throw badRequest('endpoints must be an array');
	const endpoints = list.map((entry: unknown) => {
		if (!isJsonObject(entry)) throw badRequest('endpoints must be objects');
		return { ...readEndpointOptions(entry), type: readEndpointType(entry) };
	});
	if (endpoints.filter(({ type }) => type === 'read_write').length > 1) {
		throw unprocessable('a branch can have one read_write endpoint');
	}
	return endpoints;
}

function readInitSource(body: JsonObject): Branch['initSource'] {
	const source = textAt(body, 'init_source') ?? 'parent-data';
	if (source !== 'parent-data' && source !== 'schema-only') {
		throw badRequest('init_source must be parent-data or schema-only');
	}
	return source;
}

const annotationAt = (body: JsonObject): Record<string, string> =>
	Object.fromEntries(
		Object.entries(objectAt(body, 'annotation_value')).map(([key, value]) => [key, String(value)]),
	);

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

/** `POST /projects/{id}/branches`. */
export async function createBranch(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const { world, branching } = neon;
	const project = neon.projectOf(request);
	const body = jsonBody(request);
	const options = objectAt(body, 'branch');
	const parentId = textAt(options, 'parent_id');
	const parent = parentId === undefined ? world.defaultBranch(project) : world.branch(project, parentId);
	const name = textAt(options, 'name') ?? neonId(world.services.ids, 'br');
	const initSource = readInitSource(options);
	const isProtected = flagAt(options, 'protected') ?? false;
	const nowMs = world.now();
	const atMs = readMoment(project, parent, nowMs, {
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
	const newEndpoints = readEndpoints(body);
	const annotation = annotationAt(body);
	const requireAllowed = (): void => {
		world.requireFreeName(project, name);
		requireRoomForBranch(neon, world.branchesOf(project).length);
		const roots = world.branchesOf(project).filter(({ parentId }) => parentId === undefined).length;
		if (initSource === 'schema-only' && roots >= neon.limits.rootBranchesPerProject) {
			throw unprocessable('root branches limit exceeded', 'ROOT_BRANCHES_LIMIT_EXCEEDED');
		}
		neon.operations.requireUnlocked(project);
	};
	requireAllowed();
	if (parent.state !== 'ready') throw unprocessable('the parent branch is not ready');

	const captured = await branching.contentsOf(parent, atMs);
	// Another request may have come first while Postgres was asked.
	requireAllowed();
	const isSchemaOnly = initSource === 'schema-only';
	const own = parent.isProtected ? branching.withNewPasswords(captured) : captured;
	const branch = branching.add(
		project,
		{ name, parent: isSchemaOnly ? undefined : parent, parentAtMs: atMs, isProtected, initSource, annotation },
		isSchemaOnly
			? {
					...own,
					databases: own.databases.map((database) => ({
						...database,
						content: database.content.schemaOnly(database.name),
					})),
				}
			: own,
	);
	if (expiresAtMs !== undefined) branching.setExpiry(project, branch, expiresAtMs);
	const endpoints = newEndpoints.map((endpoint) => neon.computes.add(branch, endpoint));
	const operations = neon.operations.schedule(project, [
		branching.readyStep(branch),
		...endpoints.map((endpoint) => neon.computes.startStep(endpoint)),
	]);
	const readWrite = neon.computes.readWrite(branch);
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
