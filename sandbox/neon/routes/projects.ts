import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { JsonObject } from '../http/json';
import { paginate } from '../http/pagination';
import { jsonBody, numberAt, objectAt, requiredObject, textAt } from '../http/requestBody';
import type { Project } from '../model';
import type { Neon } from '../neon';
import { DatabaseContent } from '../postgres/databaseContent';
import { presentBranch } from '../present/branch';
import { presentDatabase } from '../present/database';
import { presentEndpoint } from '../present/endpoint';
import { presentOperation } from '../present/operation';
import { presentProject, presentProjectListItem } from '../present/project';
import { presentRole } from '../present/role';
import { connectionDetails } from './connections';

const LONGEST_RETENTION_SECONDS = 2_592_000;

const retentionAt = (body: JsonObject): number | undefined =>
	numberAt(body, 'history_retention_seconds', 0, LONGEST_RETENTION_SECONDS);

export function projectRoutes(neon: Neon): SandboxRoute[] {
	const one = '/projects/:projectId';
	return neon.apiRoutes([
		['GET', '/projects', listProjects],
		['POST', '/projects', createProject],
		['GET', '/projects/shared', listSharedProjects],
		['GET', one, readProject],
		['PATCH', one, updateProject],
		['DELETE', one, deleteProject],
	]);
}

function listProjects(neon: Neon, request: SandboxRequest): SandboxResponse {
	const search = request.query.get('search')?.toLowerCase() ?? '';
	const orgId = request.query.get('org_id');
	const projects = [...neon.world.projects.values()].filter(
		(project) =>
			(project.name.toLowerCase().includes(search) || project.id.includes(search)) &&
			(orgId === null || orgId === '' || project.orgId === orgId),
	);
	const page = paginate(request, projects, { standard: 10, largest: 400 });
	return {
		status: 200,
		body: {
			projects: page.items.map(presentProjectListItem),
			// Neon gives a cursor with the last page too; the page behind it is empty.
			...(page.last !== undefined && { pagination: { cursor: page.last } }),
			applications: {},
			integrations: {},
		},
	};
}

async function createProject(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const body = requiredObject(jsonBody(request), 'project');
	const branchBody = objectAt(body, 'branch');
	const databaseName = textAt(branchBody, 'database_name') ?? 'neondb';
	const roleName = textAt(branchBody, 'role_name') ?? `${databaseName}_owner`;
	const project = neon.world.addProject({
		name: textAt(body, 'name'),
		orgId: textAt(body, 'org_id'),
		regionId: textAt(body, 'region_id'),
		pgVersion: numberAt(body, 'pg_version', 14, 18),
		historyRetentionSeconds: retentionAt(body),
		settings: objectAt(body, 'settings'),
		defaultEndpointSettings: objectAt(body, 'default_endpoint_settings'),
	});
	const branch = neon.world.addBranch(project, { name: textAt(branchBody, 'name') ?? 'main' });
	branch.isDefault = true;
	const role = neon.world.addRole(branch, roleName);
	const content = DatabaseContent.create(databaseName, roleName);
	const database = neon.world.addDatabase(branch, databaseName, roleName, content);
	const endpoint = neon.computes.add(branch, { type: 'read_write' });
	const operations = neon.operations.schedule(project, [
		{
			action: 'create_timeline',
			branchId: branch.id,
			apply: () => neon.world.setState(branch, 'ready'),
		},
		neon.computes.startStep(endpoint),
	]);
	return {
		status: 201,
		body: {
			project: presentProject(project),
			connection_uris: await connectionDetails(neon, branch, endpoint),
			roles: [presentRole(branch, role, role.password)],
			databases: [presentDatabase(branch, database)],
			operations: operations.map(presentOperation),
			branch: presentBranch(branch),
			endpoints: [presentEndpoint(project, endpoint)],
		},
	};
}

/** Nobody shares a project with the sandbox's account. */
function listSharedProjects(): SandboxResponse {
	return { status: 200, body: { projects: [] } };
}

function readProject(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { project: presentProject(neon.projectOf(request)) } };
}

function updateProject(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const body = requiredObject(jsonBody(request), 'project');
	const retention = retentionAt(body);
	const name = textAt(body, 'name');
	neon.operations.requireUnlocked(project);
	project.name = name ?? project.name;
	project.historyRetentionSeconds = retention ?? project.historyRetentionSeconds;
	project.settings = { ...project.settings, ...objectAt(body, 'settings') };
	project.defaultEndpointSettings = {
		...project.defaultEndpointSettings,
		...objectAt(body, 'default_endpoint_settings'),
	};
	project.updatedAtMs = neon.world.now();
	return { status: 200, body: { project: presentProject(project), operations: [] } };
}

async function deleteProject(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	neon.operations.requireUnlocked(project);
	await removeProject(neon, project);
	return { status: 200, body: { project: presentProject(project) } };
}

async function removeProject(neon: Neon, project: Project): Promise<void> {
	const { world } = neon;
	for (const branch of world.branchesOf(project)) {
		for (const endpoint of world.endpointsOf(branch)) await neon.computes.remove(endpoint);
		world.removeBranch(branch);
	}
	for (const [id, snapshot] of world.snapshots) {
		if (snapshot.projectId === project.id) world.snapshots.delete(id);
	}
	neon.operations.forget(project);
	world.projects.delete(project.id);
}
