import { OperationFailure } from '../../shared/operation/errors';
import { readConnectionUri } from '../api/connectionUri';
import { listDatabases } from '../api/databases';
import { listBranchEndpoints } from '../api/endpoints';
import type { ProjectClient } from '../api/projectClient';
import { branchName, type NeonBranch } from '../api/types';
import { readWriteOf } from '../state/branchState';
import { chooseLogin, otherCompute, type Connection, type Login, type LoginWish } from '../state/connection';

/**
 * The connection URI of a branch's own read-write compute, password included.
 *
 * @throws OperationFailure when the branch has no compute or no such database, and when what Neon
 * answers leads to another compute than the branch's.
 */
export async function readConnection(
	client: ProjectClient,
	branch: NeonBranch,
	wish: LoginWish,
	pooled: boolean,
): Promise<Connection> {
	const endpoint = readWriteOf(await listBranchEndpoints(client, branch.id));
	if (!endpoint || endpoint.branch_id !== branch.id) {
		throw new OperationFailure(
			`Branch ${branchName(branch)} has no read-write compute to connect to`,
			'Use Branch: Ensure with Add Compute, or add a compute to it in Neon',
		);
	}
	const login = await findLogin(client, branch, wish);
	const uri = await readConnectionUri(client, endpoint, login, pooled);
	if (uri === undefined || !URL.canParse(uri)) {
		throw new OperationFailure(
			`Neon gave no connection URI for role ${login.role} of branch ${branchName(branch)}`,
			'Check in Neon that the role may log in, then run this again',
		);
	}
	const other = otherCompute(uri, endpoint);
	if (other === null) return { uri, endpoint, ...login };
	throw new OperationFailure(
		`Neon answered with the connection URI of another compute (${other}) than that of branch ${branchName(branch)} (${endpoint.id})`,
		"Do not use it. Run this again; if it stays, ask Neon's support",
	);
}

/** The database and the role that are meant. @throws OperationFailure when there is no such database, or it is not clear which. */
export async function findLogin(client: ProjectClient, branch: NeonBranch, wish: LoginWish): Promise<Login> {
	const { database, role } = wish;
	if (database !== '' && role !== '') return { database, role };
	const databases = await listDatabases(client, branch.id);
	const login = chooseLogin(databases, wish);
	if (login) return login;
	const names = databases.map(({ name }) => name).join(', ') || 'none';
	throw new OperationFailure(
		database === ''
			? `Branch ${branchName(branch)} has ${databases.length} databases: ${names}`
			: `Branch ${branchName(branch)} has no database "${database}"; it has ${names}`,
		'Choose the database from the list',
	);
}
