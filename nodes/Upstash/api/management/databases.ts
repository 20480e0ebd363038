import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { UpstashDatabase } from '../types';

const masked = '***';
/** What lets one use a database. */
const secretFields = ['password', 'rest_token', 'read_only_rest_token'];

export const databaseProperty: INodeProperties = {
	displayName: 'Database',
	name: 'database',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDatabases', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: '96ad0856-03b1-4ee7-9666-e81abd0349e1',
		},
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'paintbox-locks' },
	],
	description: 'The Redis database at Upstash',
};

export const revealProperty: INodeProperties = {
	displayName: 'Reveal',
	name: 'reveal',
	type: 'boolean',
	default: false,
	description: 'Whether to return the password and the REST tokens as they are. Whoever may see the execution\'s data can then read them.',
};

export async function listDatabases(client: PlatformClient): Promise<UpstashDatabase[]> {
	return await client.list<UpstashDatabase>({ method: 'GET', path: '/redis/databases' });
}

/** Without its credentials unless they are asked for; null when there is none of that id. */
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

/** The database of the field Database, by id or name. @throws OperationFailure when there is none, or several of that name. */
export async function databaseParameter(
	context: OperationContext,
	client: PlatformClient,
	reveal = false,
): Promise<UpstashDatabase> {
	const entered = locatorValue(context, 'database', 'Database');
	const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(entered);
	const found = isId ? await readDatabase(client, entered, reveal) : null;
	if (found) return found;
	const named = (await listDatabases(client)).filter(
		({ database_id: id, database_name: name }) => name === entered || id === entered,
	);
	const [first] = named;
	if (named.length > 1) {
		throw new OperationFailure(
			`${named.length} databases have the name "${entered}"`,
			'Choose one from the list, or give its ID',
		);
	}
	const database = first && (await readDatabase(client, first.database_id, reveal));
	if (database) return database;
	throw new OperationFailure(
		`Upstash has no database "${entered}" that this credential may see`,
		'Choose the database from the list; the key must belong to the account or team which owns it',
	);
}

export function databaseName({ database_name: name, database_id: id }: UpstashDatabase): string {
	return name ?? id;
}

/** Whether nothing is being changed and it answers. */
export function isSettled({ state, modifying_state: modifying }: UpstashDatabase): boolean {
	return state === 'active' && !modifying;
}

/** A database in our shape. */
function databaseJson(database: UpstashDatabase, reveal: boolean): IDataObject {
	const { endpoint } = database;
	const host = !endpoint || endpoint.includes('.') ? (endpoint ?? null) : `${endpoint}.upstash.io`;
	const shown = (secret: string | null | undefined) => (reveal ? (secret ?? null) : masked);
	return {
		id: database.database_id,
		name: database.database_name ?? null,
		state: database.state ?? 'unknown',
		modifying: database.modifying_state || null,
		plan: database.type ?? null,
		primaryRegion: database.primary_region ?? null,
		readRegions: [...(database.read_regions ?? [])],
		eviction: database.eviction === true,
		tls: database.tls === true,
		budget: database.budget ?? null,
		dailyBackup: database.daily_backup_enabled === true,
		host,
		port: database.port ?? null,
		restUrl: host === null ? null : `https://${host}`,
		password: shown(database.password),
		restToken: shown(database.rest_token),
		readOnlyRestToken: shown(database.read_only_rest_token),
		createdAt: timeOf(database.creation_time),
	};
}

/** Upstash's own answer, its secrets masked unless they are to be revealed. */
function rawDatabaseJson(database: UpstashDatabase, reveal: boolean): IDataObject {
	return Object.fromEntries(
		Object.entries(database).map(([name, value]) => [
			name,
			!reveal && secretFields.includes(name) ? masked : value,
		]),
	) as IDataObject;
}

/** A database as the node gives it: in our shape or, without Simplify, as Upstash gave it; its secrets masked unless revealed. */
export function shownDatabase(
	context: OperationContext,
	database: UpstashDatabase,
	reveal: boolean,
): IDataObject {
	return switchParameter(context, 'simplify')
		? databaseJson(database, reveal)
		: rawDatabaseJson(database, reveal);
}

/** Seconds since the epoch as ISO 8601. */
export function timeOf(seconds: number | null | undefined): string | null {
	return seconds === null || seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}

function isDatabase(body: unknown): body is UpstashDatabase {
	return (
		typeof body === 'object' &&
		body !== null &&
		'database_id' in body &&
		typeof body.database_id === 'string'
	);
}
