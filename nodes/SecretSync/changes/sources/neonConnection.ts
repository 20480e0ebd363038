import type { INodeProperties } from 'n8n-workflow';

import { listAt, textAt } from '../../../deployment/values/jsonFields';
import { neonClient } from '../../../Neon/api/client';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty, optionalLocatorValue } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { SourceReading } from './source';

const show = { source: ['neon'] };

export const neonConnectionProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Project',
			name: 'project',
			description: 'The Neon project',
			search: 'searchProjects',
			enter: [enteredAs('id', 'By ID', 'quiet-hill-12345678')],
		}),
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Branch',
			name: 'branch',
			description: 'A branch of that project',
			search: 'searchBranches',
			enter: [enteredAs('id', 'By ID', 'br-quiet-hill-a1b2c3d4')],
		}),
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Database',
			name: 'database',
			description: 'A database of that branch; leave it empty where there is only one',
			search: 'searchDatabases',
			enter: [enteredAs('name', 'By Name', 'neondb')],
		}),
		required: false,
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Role',
			name: 'role',
			description: 'The Postgres role to connect as; leave it empty for the owner of the database',
			search: 'searchRoles',
			enter: [enteredAs('name', 'By Name', 'neondb_owner')],
		}),
		required: false,
		displayOptions: { show },
	},
	{
		displayName: 'Pooled URI Key',
		name: 'pooledKey',
		type: 'string',
		default: 'DATABASE_URL',
		displayOptions: { show },
		description: 'The key of the connection URI through the pooler; leave it empty to leave that one out',
	},
	{
		displayName: 'Direct URI Key',
		name: 'directKey',
		type: 'string',
		default: 'DATABASE_URL_UNPOOLED',
		displayOptions: { show },
		description: 'The key of the connection URI without the pooler; leave it empty to leave that one out',
	},
];

/**
 * The connection URIs of a branch's own compute.
 *
 * @throws OperationFailure when it has none, when the database is not clear, and when what Neon
 * answers leads to another compute.
 */
export async function readNeonConnection(context: OperationContext): Promise<SourceReading> {
	const project = locatorValue(context, 'project', 'Project');
	const branch = locatorValue(context, 'branch', 'Branch');
	const keys = [
		{ key: textParameter(context, 'pooledKey'), pooled: true },
		{ key: textParameter(context, 'directKey'), pooled: false },
	].filter(({ key }) => key !== '');
	if (keys.length === 0) {
		throw new OperationFailure(
			'Pooled URI Key and Direct URI Key are both empty',
			'Name the key of at least one, such as DATABASE_URL',
		);
	}
	if (keys[0]?.key === keys[1]?.key) {
		throw new OperationFailure(
			`Pooled URI Key and Direct URI Key are both ${keys[0]?.key ?? ''}`,
			'Give them two names, or leave one empty',
		);
	}
	const client = neonClient(context);
	const endpoint = await readWriteEndpoint(client, project, branch);
	const { database, role } = await chooseDatabase(context, client, project, branch);
	const values = new Map<string, string>();
	for (const { key, pooled } of keys) {
		const answer = await client.object({
			method: 'GET',
			path: path`/projects/${project}/connection_uri`,
			query: { branch_id: branch, endpoint_id: endpoint, database_name: database, role_name: role, pooled },
		});
		values.set(key, checkedUri(textAt(answer, 'uri'), { branch, endpoint, role }));
	}
	return {
		name: `Neon branch ${branch}`,
		identity: `neon ${project} ${branch} ${database} ${role}`,
		values,
		summary: { platform: 'neon', project, branch, endpoint, database, role },
	};
}

async function readWriteEndpoint(client: PlatformClient, project: string, branch: string): Promise<string> {
	const body = await client.object({
		method: 'GET',
		path: path`/projects/${project}/branches/${branch}/endpoints`,
	});
	const own = listAt(body, 'endpoints').find(
		(endpoint) => textAt(endpoint, 'type') === 'read_write' && textAt(endpoint, 'branch_id') === branch,
	);
	const id = textAt(own, 'id');
	if (id !== null) return id;
	throw new OperationFailure(
		`Neon branch ${branch} has no read-write compute, so nothing can connect to it`,
		'Add a compute to the branch, or choose another branch',
	);
}

async function chooseDatabase(
	context: OperationContext,
	client: PlatformClient,
	project: string,
	branch: string,
): Promise<{ readonly database: string; readonly role: string }> {
	const wanted = optionalLocatorValue(context, 'database');
	const body = await client.object({
		method: 'GET',
		path: path`/projects/${project}/branches/${branch}/databases`,
	});
	const databases = listAt(body, 'databases');
	const names = databases.map((database) => textAt(database, 'name') ?? '');
	const chosen = databases.filter((_, index) => wanted === '' || names[index] === wanted);
	const [only] = chosen;
	if (chosen.length !== 1) {
		throw new OperationFailure(
			wanted === ''
				? `Neon branch ${branch} has ${names.length === 0 ? 'no database' : `${names.length} databases: ${names.join(', ')}`}`
				: `Neon branch ${branch} has no database "${wanted}"; it has ${names.join(', ') || 'none'}`,
			'Give the name of one in Database',
		);
	}
	const role = optionalLocatorValue(context, 'role') || textAt(only, 'owner_name');
	if (role) return { database: textAt(only, 'name') ?? '', role };
	throw new OperationFailure(
		`Neon does not tell who owns database ${textAt(only, 'name') ?? ''}`,
		'Give the role to connect as in Role',
	);
}

function checkedUri(
	uri: string | null,
	{ branch, endpoint, role }: { readonly branch: string; readonly endpoint: string; readonly role: string },
): string {
	if (uri === null || !URL.canParse(uri)) {
		throw new OperationFailure(
			`Neon gave no connection URI for role ${role} of branch ${branch}`,
			'Check in Neon that the role may log in, then run this again',
		);
	}
	const [label = ''] = new URL(uri).hostname.split('.');
	if (!label.startsWith('ep-') || label.replace(/-pooler$/, '') === endpoint) return uri;
	throw new OperationFailure(
		`Neon answered with the connection URI of another compute (${label}) than that of branch ${branch} (${endpoint})`,
		'Nothing was written. Run this again, and write to Neon\'s support if it stays',
	);
}
