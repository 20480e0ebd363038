import { inProject } from '../../../Neon/api/projectClient';
import { readConnection } from '../../../Neon/changes/readConnection';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { NeonConnectionChoice } from '../../state/sourceChoices';
import type { SourceReading } from './source';

/**
 * The connection URIs of a branch's own compute.
 *
 * @throws OperationFailure when it has none, when the database is not clear, and when what Neon
 * answers leads to another compute.
 */
export async function readNeonConnection(
	client: PlatformClient,
	{ project, branch, database, role, keys }: NeonConnectionChoice,
): Promise<SourceReading> {
	const neon = inProject(client, { id: project });
	let login = { database, role };
	let endpoint = '';
	const values = new Map<string, string>();
	for (const { key, pooled } of keys) {
		const connection = await readConnection(neon, { id: branch }, login, pooled);
		login = { database: connection.database, role: connection.role };
		endpoint = connection.endpoint.id;
		values.set(key, connection.uri);
	}
	return {
		name: `Neon branch ${branch}`,
		identity: `neon ${project} ${branch} ${login.database} ${login.role}`,
		values,
		summary: { platform: 'neon', project, branch, endpoint, ...login },
	};
}
