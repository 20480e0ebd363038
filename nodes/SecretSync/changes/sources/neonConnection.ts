import { listAt, textAt } from '../../../deployment/values/jsonFields';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import type { NeonConnectionChoice } from '../../state/sourceChoices';
import type { SourceReading } from './source';

/**
 * The connection URIs of a branch's own compute.
 *
 * @throws OperationFailure when it has none, when the database is not clear, and when what Neon
 * answers leads to another compute.
 */
export async function readNeonConnection(client: PlatformClient, choice: NeonConnectionChoice): Promise<SourceReading> {
	const { project, branch } = choice;
	const endpoint = await readWriteEndpoint(client, project, branch);
	const { database, role } = await chooseDatabase(client, choice);
	const values = new Map<string, string>();
	for (const { key, pooled } of choice.keys) {
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
	client: PlatformClient,
	{ project, branch, database: wanted, role: chosenRole }: NeonConnectionChoice,
): Promise<{ readonly database: string; readonly role: string }> {
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
	const role = chosenRole || textAt(only, 'owner_name');
	if (role) return { database: textAt(only, 'name') ?? '', role };
	throw new OperationFailure(
		`Neon does not report who owns database ${textAt(only, 'name') ?? ''}`,
		'Enter the role to connect as in Role',
	);
}

function checkedUri(
	uri: string | null,
	{ branch, endpoint, role }: { readonly branch: string; readonly endpoint: string; readonly role: string },
): string {
	if (uri === null || !URL.canParse(uri)) {
		throw new OperationFailure(
			`Neon returned no connection URI for role ${role} of branch ${branch}`,
			'Check in Neon that the role may log in, then run this again',
		);
	}
	const [label = ''] = new URL(uri).hostname.split('.');
	if (!label.startsWith('ep-') || label.replace(/-pooler$/, '') === endpoint) return uri;
	throw new OperationFailure(
		`Neon returned the connection URI of another compute (${label}) than that of branch ${branch} (${endpoint})`,
		'Nothing was written. Run this again; if it persists, contact Neon\'s support',
	);
}
