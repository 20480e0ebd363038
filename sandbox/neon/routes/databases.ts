import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Branch, Database, Operation } from '../model';
import type { Neon } from '../neon';
import { DatabaseContent } from '../postgres/databaseContent';
import { presentDatabase, presentOperation } from '../present';
import { jsonBody, neonError, requiredObject, requiredText, textAt, unprocessable } from '../respond';

export function databaseRoutes(neon: Neon): SandboxRoute[] {
	const all = '/projects/:projectId/branches/:branchId/databases';
	const databaseOf = (request: SandboxRequest): Database =>
		neon.world.database(neon.branchOf(request), request.params['databaseName'] ?? '');
	const answer = (
		status: number,
		branch: Branch,
		database: Database,
		operations: readonly Operation[],
	): SandboxResponse => ({
		status,
		body: {
			database: presentDatabase(branch, database),
			operations: operations.map(presentOperation),
		},
	});
	return [
		neon.apiRoute('GET', all, (request) => {
			const branch = neon.branchOf(request);
			const databases = [...branch.databases.values()];
			return {
				status: 200,
				body: { databases: databases.map((database) => presentDatabase(branch, database)) },
			};
		}),
		neon.apiRoute('POST', all, (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			const body = requiredObject(jsonBody(request), 'database');
			const name = requiredText(body, 'name');
			const owner = neon.world.role(branch, requiredText(body, 'owner_name')).name;
			if (['postgres', 'template0', 'template1'].includes(name)) {
				throw unprocessable(`database name "${name}" is reserved`);
			}
			if (branch.databases.has(name)) {
				throw neonError(409, `database already exists; database_name:"${name}"`, 'DATABASE_ALREADY_EXISTS');
			}
			neon.operations.requireUnlocked(project);
			const content = DatabaseContent.create(name, owner);
			const database = neon.world.addDatabase(branch, name, owner, content);
			const steps = neon.computes.configureSteps(branch, () => undefined);
			return answer(201, branch, database, neon.operations.schedule(project, steps));
		}),
		neon.apiRoute('GET', `${all}/:databaseName`, (request) => ({
			status: 200,
			body: { database: presentDatabase(neon.branchOf(request), databaseOf(request)) },
		})),
		neon.apiRoute('PATCH', `${all}/:databaseName`, async (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			const database = databaseOf(request);
			const body = requiredObject(jsonBody(request), 'database');
			const name = textAt(body, 'name') ?? database.name;
			const owner = textAt(body, 'owner_name') ?? database.ownerName;
			neon.world.role(branch, owner);
			if (name !== database.name && branch.databases.has(name)) {
				throw neonError(409, `database already exists; database_name:"${name}"`, 'DATABASE_ALREADY_EXISTS');
			}
			const content = name === database.name ? undefined : await database.live.capture();
			neon.operations.requireUnlocked(project);
			database.ownerName = owner;
			let changed = database;
			if (content) {
				branch.databases.delete(database.name);
				await database.live.drop();
				changed = neon.world.addDatabase(branch, name, owner, content.renamed(database.name, name));
			}
			const steps = neon.computes.configureSteps(branch, () => undefined);
			return answer(200, branch, changed, neon.operations.schedule(project, steps));
		}),
		neon.apiRoute('DELETE', `${all}/:databaseName`, (request) => {
			const project = neon.projectOf(request);
			const branch = neon.branchOf(request);
			if (!branch.databases.has(request.params['databaseName'] ?? '')) return { status: 204 };
			const database = databaseOf(request);
			const steps = neon.computes.configureSteps(branch, () => {
				branch.databases.delete(database.name);
				void database.live.drop();
			});
			return answer(200, branch, database, neon.operations.schedule(project, steps));
		}),
	];
}
