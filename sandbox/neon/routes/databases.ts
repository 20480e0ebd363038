import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { neonError, unprocessable } from '../http/errors';
import { jsonBody, requiredObject, requiredText, textAt } from '../http/requestBody';
import type { Branch, Database, Operation } from '../model';
import type { Neon } from '../neon';
import { DatabaseContent } from '../postgres/databaseContent';
import { presentDatabase } from '../present/database';
import { presentOperation } from '../present/operation';

export function databaseRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/branches/:branchId/databases';
	const one = `${all}/:databaseName`;
	return neon.apiRoutes([
		['GET', all, listDatabases],
		['POST', all, createDatabase],
		['GET', one, readDatabase],
		['PATCH', one, updateDatabase],
		['DELETE', one, deleteDatabase],
	]);
}

function listDatabases(neon: Neon, request: SandboxRequest): SandboxResponse {
	const branch = neon.branchOf(request);
	const databases = [...branch.databases.values()];
	return { status: 200, body: { databases: databases.map((database) => presentDatabase(branch, database)) } };
}

function createDatabase(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const body = requiredObject(jsonBody(request), 'database');
	const name = requiredText(body, 'name');
	const owner = neon.world.role(branch, requiredText(body, 'owner_name')).name;
	if (['postgres', 'template0', 'template1'].includes(name)) {
		throw unprocessable(`database name "${name}" is reserved`);
	}
	requireFreeName(branch, name);
	neon.operations.requireUnlocked(project);
	const database = neon.world.addDatabase(branch, name, owner, DatabaseContent.create(name, owner));
	const steps = neon.computes.configureSteps(branch, () => undefined);
	return changed(201, branch, database, neon.operations.schedule(project, steps));
}

function readDatabase(neon: Neon, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: { database: presentDatabase(neon.branchOf(request), databaseOf(neon, request)) } };
}

async function updateDatabase(neon: Neon, request: SandboxRequest): Promise<SandboxResponse> {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	const database = databaseOf(neon, request);
	const body = requiredObject(jsonBody(request), 'database');
	const name = textAt(body, 'name') ?? database.name;
	const owner = textAt(body, 'owner_name') ?? database.ownerName;
	neon.world.role(branch, owner);
	if (name !== database.name) requireFreeName(branch, name);
	const content = name === database.name ? undefined : await database.live.capture();
	neon.operations.requireUnlocked(project);
	database.ownerName = owner;
	let updated = database;
	if (content) {
		branch.databases.delete(database.name);
		await database.live.drop();
		updated = neon.world.addDatabase(branch, name, owner, content.renamed(database.name, name));
	}
	const steps = neon.computes.configureSteps(branch, () => undefined);
	return changed(200, branch, updated, neon.operations.schedule(project, steps));
}

function deleteDatabase(neon: Neon, request: SandboxRequest): SandboxResponse {
	const project = neon.projectOf(request);
	const branch = neon.branchOf(request);
	if (!branch.databases.has(request.params['databaseName'] ?? '')) return { status: 204 };
	const database = databaseOf(neon, request);
	const steps = neon.computes.configureSteps(branch, () => {
		branch.databases.delete(database.name);
		void database.live.drop();
	});
	return changed(200, branch, database, neon.operations.schedule(project, steps));
}

function databaseOf(neon: Neon, request: SandboxRequest): Database {
	return neon.world.database(neon.branchOf(request), request.params['databaseName'] ?? '');
}

/** Raises 409. */
function requireFreeName(branch: Branch, name: string): void {
	if (!branch.databases.has(name)) return;
	throw neonError(409, `database already exists; database_name:"${name}"`, 'DATABASE_ALREADY_EXISTS');
}

function changed(
	status: number,
	branch: Branch,
	database: Database,
	operations: readonly Operation[],
): SandboxResponse {
	return {
		status,
		body: {
			database: presentDatabase(branch, database),
			operations: operations.map(presentOperation),
		},
	};
}
