import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';

export const BUCKET = 'candlefish-backups';
const MAIN = 'br-quiet-hill-a1b2c3d4';
const PROJECT = 'sandbox-paintbox-123456';

/** What the catalog's people enter of their database. */
export const paintbox = {
	database: 'paintbox',
	project: 'paintbox',
	branch: 'main',
	database_name: 'neondb',
	role: 'neondb_owner',
	bucket: BUCKET,
	prefix: 'neon',
	cluster: 'candlefish',
	task_definition: 'slipway-backup',
	network_service: 'gateway',
	subnets: '',
	security_groups: '',
	minimum_bytes: 1000,
	keep_days: 30,
	enabled: true,
	proven_at: '',
	taken_at: '',
	proven_key: '',
	proven_sha256: '',
	proven_bytes: 0,
	proven_counts: '',
	state: '',
	reason: '',
	drill_at: '',
	drill_state: '',
	drill_reason: '',
	recovery_point_seconds: 0,
	recovery_time_seconds: 0,
};

/** The bundle on n8n's engine, with one database that is backed up: a real one, whose dumps are real. */
export interface BackupWorld {
	readonly engine: Engine;
	/** Everything as it was at the start. */
	renew(changes?: JsonRecord): Promise<void>;
	/** Workflow 30, with all that follows from it, to its end. */
	backUp(): Promise<void>;
	drill(): Promise<void>;
	/** The row of slipway_databases. */
	database(): JsonRecord;
	/** The rows of slipway_backups, oldest first. */
	history(): JsonRecord[];
	/** SQL in the branch that production runs on, past all API. */
	sql(sql: string, branch?: string): Promise<JsonRecord[]>;
	branches(): string[];
	branchId(name: string): string;
	/** Keys in a bucket of S3, without what is deleted. */
	keys(bucket?: string): string[];
	incident(key?: string): JsonRecord | undefined;
	/** So many branches a project may have. */
	limitBranches(count: number): Promise<void>;
	/** What becomes of the next dumps. */
	dumps(behaviour: string): Promise<void>;
}

export async function createBackupWorld(): Promise<BackupWorld> {
	return backupWorldOn(await createEngine(undefined, { platformSpeed: 10 }));
}

/** The same on an engine that is there already. */
export function backupWorldOn(engine: Engine): BackupWorld {
	const platform = (name: string): JsonRecord => {
		const state = engine.sandbox.state()[name];
		return isRecord(state) ? state : {};
	};
	const branches = (): JsonRecord[] =>
		readRecords(platform('neon'), 'branches').filter(({ project_id: id }) => id === PROJECT);
	const world: BackupWorld = {
		engine,
		async renew(changes = {}) {
			await engine.reset();
			engine.tables.insert('slipway_databases', { ...paintbox, ...changes });
		},
		async backUp() {
			await engine.start('slipway30backups', {}, 'integrated');
		},
		async drill() {
			await engine.start('slipway32drill', {}, 'integrated');
		},
		database: () => engine.tables.rows('slipway_databases')[0] ?? {},
		history: () => engine.tables.rows('slipway_backups'),
		async sql(sql, branch = MAIN) {
			return readRecords(await engine.clouds.control(`/neon/branches/${branch}/sql`, { sql }), 'rows');
		},
		branches: () => branches().map(({ name }) => String(name)),
		branchId: (name) => readString(branches().find((branch) => branch.name === name) ?? {}, 'id') ?? '',
		keys(bucket = BUCKET) {
			const found = readRecords(platform('aws'), 'buckets').find(({ name }) => name === bucket);
			return readRecords(found ?? {}, 'objects')
				.filter((object) => object.is_current === true && object.is_delete_marker !== true)
				.map(({ key }) => String(key));
		},
		incident: (key = 'slipway/backup/paintbox') => engine.incidents().findLast(({ dedupKey }) => dedupKey === key),
		async limitBranches(count) {
			const body = JSON.stringify({ enabled: true, branches_per_project: count });
			await fetch(`${engine.sandbox.origin}/_sandbox/neon/limits`, { method: 'POST', body });
		},
		async dumps(behaviour) {
			await engine.clouds.control('/aws/dumps', { behaviour });
		},
	};
	return world;
}
