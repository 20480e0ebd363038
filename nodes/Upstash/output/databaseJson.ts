import type { IDataObject } from 'n8n-workflow';

import type { UpstashDatabase } from '../api/types';
import { timeOf } from '../state/timeOf';

const redacted = '***';
/** What lets one use a database. */
const secretFields = ['password', 'rest_token', 'read_only_rest_token'];

export interface DatabaseShape {
	/** Our shape, or else Upstash's own answer. */
	readonly simplify: boolean;
	/** Whether its secrets are shown. */
	readonly reveal: boolean;
}

/** A database as the node gives it. */
export function databaseJson(database: UpstashDatabase, { simplify, reveal }: DatabaseShape): IDataObject {
	return simplify ? simplifiedJson(database, reveal) : rawJson(database, reveal);
}

function simplifiedJson(database: UpstashDatabase, reveal: boolean): IDataObject {
	const { endpoint } = database;
	const host = !endpoint || endpoint.includes('.') ? (endpoint ?? null) : `${endpoint}.upstash.io`;
	const shown = (secret: string | null | undefined) => (reveal ? (secret ?? null) : redacted);
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

function rawJson(database: UpstashDatabase, reveal: boolean): IDataObject {
	return Object.fromEntries(
		Object.entries(database).map(([name, value]) => [name, !reveal && secretFields.includes(name) ? redacted : value]),
	) as IDataObject;
}
