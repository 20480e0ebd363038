import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { createDatabase as sendDatabase, listDatabases } from '../api/management/databases';
import type { UpstashDatabase } from '../api/types';

/** Pauses before each look for a database whose creation was not confirmed. */
const lookDelaysMs = [0, 2_000, 5_000];

/** Creates a database. A lost answer is resolved by looking for the name, which nothing had before. */
export async function createDatabase(
	client: PlatformClient,
	name: string,
	body: IDataObject,
): Promise<UpstashDatabase> {
	return await writeOnce({
		what: `database ${name}`,
		send: async () => await sendDatabase(client, body),
		find: async () => (await listDatabases(client)).find(({ database_name: other }) => other === name),
		lookDelaysMs,
		maxSends: 2,
	});
}
