import { readBranch } from '../../../Neon/api/branches';
import { inProject, type ProjectClient } from '../../../Neon/api/projectClient';
import { assertUnguarded } from '../../../Neon/changes/assertUnguarded';
import { readConnection } from '../../../Neon/changes/readConnection';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { NeonConnectionChoice } from '../../state/sourceChoices';
import type { SourceReading } from './source';

/**
 * The connection URIs of a branch's own compute.
 *
 * @throws OperationFailure when it has none, when the database is not clear, when what Neon
 * answers leads to another compute, and when the branch is guarded where it must not be.
 */
export async function readNeonConnection(
	client: PlatformClient,
	{ project, branch, database, role, keys, onlyUnguarded }: NeonConnectionChoice,
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
	if (onlyUnguarded) await requireUnguarded(neon, branch);
	return {
		name: `Neon branch ${branch}`,
		identity: `neon ${project} ${branch} ${login.database} ${login.role}`,
		values,
		summary: { platform: 'neon', project, branch, endpoint, ...login },
	};
}

/** After the address was read, by the branch's id: what it was before says nothing. */
async function requireUnguarded(neon: ProjectClient, branchId: string): Promise<void> {
	assertUnguarded(
		neon.project,
		await readBranch(neon, branchId),
		'given to a preview',
		'Nothing was written. Make a branch of its own with Branch: Ensure, and name that one',
	);
}
