import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { textAt } from '../../../deployment/values/jsonFields';
import type { UpstashDatabase } from '../types';

export async function listDatabases(client: PlatformClient): Promise<UpstashDatabase[]> {
	return await client.list<UpstashDatabase>({ method: 'GET', path: '/redis/databases' });
}

/** Without its credentials unless they are asked for; null when the account has none of that id. */
export async function readDatabase(
	client: PlatformClient,
	id: string,
	reveal = false,
): Promise<UpstashDatabase | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: path`/redis/database/${id}`,
		...(!reveal && { query: { credentials: 'hide' } }),
		acceptStatuses: [404],
	});
	if (status === 404) return null;
	if (isDatabase(body)) return body;
	throw new OperationFailure(
		`Upstash's answer for database ${id} is not a database`,
		'Check the base URL in the credential, then run this again',
	);
}

/** The database of that id or name. @throws OperationFailure when there is none, or several of that name. */
export async function findDatabase(client: PlatformClient, idOrName: string, reveal = false): Promise<UpstashDatabase> {
	const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(idOrName);
	const byId = isId ? await readDatabase(client, idOrName, reveal) : null;
	if (byId) return byId;
	const named = (await listDatabases(client)).filter(
		({ database_id: id, database_name: name }) => name === idOrName || id === idOrName,
	);
	const [first] = named;
	if (named.length > 1) {
		throw new OperationFailure(
			`${named.length} databases have the name "${idOrName}"`,
			'Choose one from the list, or give its ID',
		);
	}
	const database = first && (await readDatabase(client, first.database_id, reveal));
	if (database) return database;
	throw new OperationFailure(
		`Upstash has no database "${idOrName}" that this credential may see`,
		'Choose the database from the list; the key must belong to the account or team that owns it',
	);
}

/** Creates a database. Not safe to repeat: Upstash knows no idempotency key. */
export async function createDatabase(client: PlatformClient, body: IDataObject): Promise<UpstashDatabase> {
	return await client.object<UpstashDatabase>({ method: 'POST', path: '/redis/database', body });
}

/** Deletes a database; one that an earlier try deleted is not an error. */
export async function deleteDatabase(client: PlatformClient, id: string): Promise<void> {
	await client.request({ method: 'DELETE', path: path`/redis/database/${id}`, acceptStatuses: [404] });
}

/** Sets all read regions; the same again changes nothing. */
export async function setReadRegions(client: PlatformClient, id: string, regions: readonly string[]): Promise<void> {
	await client.request({
		method: 'POST',
		path: path`/redis/update-regions/${id}`,
		body: { read_regions: [...regions] },
		safeToRepeat: true,
	});
}

export async function setEviction(client: PlatformClient, id: string, isEnabled: boolean): Promise<void> {
	await client.request({
		method: 'POST',
		path: isEnabled ? path`/redis/enable-eviction/${id}` : path`/redis/disable-eviction/${id}`,
		safeToRepeat: true,
	});
}

/** Gives a database a new password and new tokens. Repeated after a lost answer: the password that counts is the one that is answered. */
export async function resetPassword(client: PlatformClient, id: string): Promise<UpstashDatabase> {
	return await client.object<UpstashDatabase>({
		method: 'POST',
		path: path`/redis/reset-password/${id}`,
		safeToRepeat: true,
	});
}

export async function readStats(client: PlatformClient, id: string): Promise<IDataObject> {
	return await client.object<IDataObject>({ method: 'GET', path: path`/redis/stats/${id}` });
}

function isDatabase(body: unknown): body is UpstashDatabase {
	return textAt(body, 'database_id') !== null;
}
