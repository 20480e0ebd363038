import { isRecord, numberAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';

/** Where secrets come from, by the word in the table. */
export const syncSources = ['aws', 'neon', 'upstash'] as const;

/** Where secrets go to, by the word in the table. */
export const syncTargets = ['netlify', 'fly', 'github', 'ecs'] as const;

/** A row of the Data Table `slipway_secret_syncs`: what a person wants kept in step, and how that stands. */
export interface SecretSyncRow {
	readonly id: number;
	readonly service: string;
	readonly environment: string;
	/** One of `syncSources`; empty is `aws`. */
	readonly source: string;
	/** The secret; `project/branch` at Neon; the database's id at Upstash. Empty for what the catalog and the credential tell. */
	readonly sourceName: string;
	/** One of `syncTargets`; empty for the service's own platform. */
	readonly target: string;
	/** The site; the app; `owner/name` or `owner/name/environment`; `family/container`. Empty for what the catalog tells. */
	readonly targetName: string;
	/** Names or patterns with `*`; empty for all. */
	readonly keys: string;
	readonly prefix: string;
	readonly isPruned: boolean;
	/** Whether nothing is written, and only drift is told. */
	readonly isPlanOnly: boolean;
	readonly isEnabled: boolean;
	/** What the last look said. */
	readonly drift: string;
	/** When it went well last; ISO 8601. */
	readonly syncedAt: string;
	/** The version of the secret that it brought then; empty where the source has none. */
	readonly secretVersion: string;
	/** What the target calls what it got then: Fly's secrets version, ECS's revision. */
	readonly targetVersion: string;
	/** What Secret Sync remembers of it, sealed. */
	readonly record: string;
}

/** The columns that the last sync leaves. Names of keys, versions and times, and a record that only the target's credential opens; never a value, and no digest of one. */
export interface SecretSyncEndRow {
	readonly drift: string;
	readonly synced_at: string;
	readonly looked_at: string;
	readonly secret_version: string;
	readonly target_version: string;
	readonly record: string;
	readonly state: string;
	readonly reason: string;
}

/** The columns of the table. */
export const secretSyncColumns = [
	'service environment source source_name target target_name keys prefix prune plan_only enabled',
	'drift synced_at looked_at secret_version target_version record state reason',
].flatMap((line) => line.split(' '));

/** A row as the table has it; null for what is no row, such as the empty item that stands for "no rows". */
export function readSecretSyncRow(row: unknown): SecretSyncRow | null {
	const id = numberAt(row, 'id') ?? 0;
	if (id <= 0 || !isRecord(row) || !('synced_at' in row)) return null;
	const text = (column: string): string => stringAt(row, column).trim();
	return {
		id,
		service: text('service'),
		environment: text('environment') || 'production',
		source: text('source').toLowerCase() || 'aws',
		sourceName: text('source_name'),
		target: text('target').toLowerCase(),
		targetName: text('target_name'),
		keys: text('keys'),
		prefix: text('prefix'),
		isPruned: row.prune === true,
		isPlanOnly: row.plan_only === true,
		isEnabled: row.enabled === true,
		drift: text('drift'),
		syncedAt: text('synced_at'),
		secretVersion: text('secret_version'),
		targetVersion: text('target_version'),
		record: text('record'),
	};
}
