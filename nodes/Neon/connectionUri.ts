import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { branchName } from './branches';
import { listDatabases } from './databases';
import { listBranchEndpoints, readWriteOf } from './endpoints';
import { masked } from './reveal';
import type { NeonBranch, NeonEndpoint, NeonProject } from './types';

export interface ConnectionWish {
	/** Empty: the only one. */
	readonly database: string;
	/** Takes any where `database` is empty and there are several. */
	readonly takeFirst?: boolean;
	/** Empty: the database's owner. */
	readonly role: string;
	readonly pooled: boolean;
}

export interface Connection {
	readonly uri: string;
	readonly endpoint: NeonEndpoint;
	readonly database: string;
	readonly role: string;
}

/**
 * The connection URI of a branch's own read-write compute, password included.
 *
 * @throws OperationFailure when the branch has no compute or no such database, and when what Neon
 * answers leads to another compute than the branch's.
 */
export async function readConnection(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	wish: ConnectionWish,
): Promise<Connection> {
	const endpoint = readWriteOf(await listBranchEndpoints(client, project.id, branch.id));
	if (!endpoint || endpoint.branch_id !== branch.id) {
		throw new OperationFailure(
			`Branch ${branchName(branch)} has no read-write compute, so nothing can connect to it`,
			'Use Branch: Ensure with Add Compute, or add a compute to it in Neon',
		);
	}
	const { database, role } = await chooseDatabase(client, project, branch, wish);
	const { uri } = await client.object<{ uri?: string }>({
		method: 'GET',
		path: path`/projects/${project.id}/connection_uri`,
		query: {
			branch_id: branch.id,
			endpoint_id: endpoint.id,
			database_name: database,
			role_name: role,
			pooled: wish.pooled,
		},
	});
	if (uri === undefined || !URL.canParse(uri)) {
		throw new OperationFailure(
			`Neon gave no connection URI for role ${role} of branch ${branchName(branch)}`,
			'Check in Neon that the role may log in, then run this again',
		);
	}
	const [label = ''] = new URL(uri).hostname.split('.');
	if (label.startsWith('ep-') && label.replace(/-pooler$/, '') !== endpoint.id) {
		throw new OperationFailure(
			`Neon answered with the connection URI of another compute (${label}) than that of branch ${branchName(branch)} (${endpoint.id})`,
			'Do not use it. Run this again, and write to Neon\'s support if it stays',
		);
	}
	return { uri, endpoint, database, role };
}

export async function chooseDatabase(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	{ database, role, takeFirst = false }: ConnectionWish,
): Promise<{ readonly database: string; readonly role: string }> {
	if (database !== '' && role !== '') return { database, role };
	const databases = await listDatabases(client, project.id, branch.id);
	const names = databases.map(({ name }) => name);
	const chosen = database === '' ? databases[0] : databases.find(({ name }) => name === database);
	if (chosen && (database !== '' || takeFirst || databases.length === 1)) {
		return { database: chosen.name, role: role || (chosen.owner_name ?? '') };
	}
	const held = names.join(', ') || 'none';
	throw new OperationFailure(
		database === ''
			? `Branch ${branchName(branch)} has ${names.length} databases: ${held}`
			: `Branch ${branchName(branch)} has no database "${database}"; it has ${held}`,
		'Choose the database from the list',
	);
}

/** A connection in our shape; without `reveal` no password is in it. */
export function connectionJson(connection: Connection, reveal: boolean): IDataObject {
	const { uri, endpoint, database, role } = connection;
	const url = new URL(uri);
	return {
		uri: reveal ? uri : withoutPassword(url),
		password: reveal ? decodeURIComponent(url.password) : masked,
		host: url.hostname,
		port: url.port === '' ? 5432 : Number(url.port),
		database,
		role,
		endpointId: endpoint.id,
	};
}

function withoutPassword(url: URL): string {
	return `${url.protocol}//${url.username}:${masked}@${url.host}${url.pathname}${url.search}`;
}
