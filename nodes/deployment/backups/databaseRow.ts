import { stringAt } from '../ledger/record';
import { isRecord, numberAt } from '../values/jsonFields';

/** The Data Table of what is backed up: a row for each database, with how its newest backup and drill went. */
export const databasesTable = 'slipway_databases';

/** A row of the Data Table `slipway_databases`. */
export interface DatabaseRow {
	readonly id: number;
	/** What people call it; part of names and keys. */
	readonly database: string;
	/** Neon's project, by name or id. */
	readonly project: string;
	/** The branch that is backed up, which production runs on. */
	readonly branch: string;
	readonly databaseName: string;
	readonly role: string;
	/** In the region of the AWS credential. */
	readonly bucket: string;
	/** What the keys in the bucket begin with, with a slash at its end; or empty. */
	readonly prefix: string;
	readonly cluster: string;
	readonly taskDefinition: string;
	/** The service whose network the task runs in; else the ids of subnets and security groups. */
	readonly networkService: string;
	readonly subnets: string;
	readonly securityGroups: string;
	/** A smaller dump is none. */
	readonly minimumBytes: number;
	/** A backup is kept for so many days. */
	readonly keepDays: number;
	readonly isEnabled: boolean;
	/** When the row was entered, by n8n. */
	readonly enteredAtMs: number;
	/** Of the newest proven backup; ISO 8601, empty while there is none. */
	readonly provenAt: string;
	/** The moment that it holds; ISO 8601. */
	readonly takenAt: string;
	readonly provenKey: string;
	readonly provenSha256: string;
	readonly provenBytes: number;
	/** Rows by table, as JSON. */
	readonly provenCounts: string;
	readonly state: string;
	readonly reason: string;
	readonly drillAt: string;
	readonly drillState: string;
	readonly drillReason: string;
	readonly recoveryPointSeconds: number;
	readonly recoveryTimeSeconds: number;
}

/** What a person fills in, and what the last backup and the last drill leave. */
export const databaseColumns = [
	'database project branch database_name role bucket prefix cluster task_definition network_service subnets',
	'security_groups minimum_bytes keep_days enabled',
	'proven_at taken_at proven_key proven_sha256 proven_bytes proven_counts state reason',
	'drill_at drill_state drill_reason recovery_point_seconds recovery_time_seconds',
].flatMap((line) => line.split(' '));

const defaultMinimumBytes = 1024;
const defaultKeepDays = 30;

/** A row as the table has it; null for what is no row of this table, such as the empty item that stands for "no rows". */
export function readDatabaseRow(row: unknown): DatabaseRow | null {
	const id = numberAt(row, 'id') ?? 0;
	if (id <= 0 || !isRecord(row) || !('database_name' in row)) return null;
	const text = (column: string): string => stringAt(row, column).trim();
	const number = (column: string, initial: number): number => numberAt(row, column) ?? initial;
	const prefix = text('prefix').replace(/^\/+|\/+$/g, '');
	return {
		id,
		database: text('database'),
		project: text('project'),
		branch: text('branch'),
		databaseName: text('database_name') || 'neondb',
		role: text('role') || 'neondb_owner',
		bucket: text('bucket'),
		prefix: prefix === '' ? '' : `${prefix}/`,
		cluster: text('cluster'),
		taskDefinition: text('task_definition'),
		networkService: text('network_service'),
		subnets: text('subnets'),
		securityGroups: text('security_groups'),
		minimumBytes: number('minimum_bytes', defaultMinimumBytes),
		keepDays: number('keep_days', defaultKeepDays),
		isEnabled: row.enabled === true,
		enteredAtMs: Date.parse(text('createdAt')) || 0,
		provenAt: text('proven_at'),
		takenAt: text('taken_at'),
		provenKey: text('proven_key'),
		provenSha256: text('proven_sha256'),
		provenBytes: number('proven_bytes', 0),
		provenCounts: text('proven_counts'),
		state: text('state'),
		reason: text('reason'),
		drillAt: text('drill_at'),
		drillState: text('drill_state'),
		drillReason: text('drill_reason'),
		recoveryPointSeconds: number('recovery_point_seconds', 0),
		recoveryTimeSeconds: number('recovery_time_seconds', 0),
	};
}

/** What is wrong with a row, in sentences; empty when it can be worked with. */
export function databaseIssues(row: DatabaseRow): string[] {
	const required = [
		['database', row.database],
		['project', row.project],
		['branch', row.branch],
		['bucket', row.bucket],
		['cluster', row.cluster],
		['task_definition', row.taskDefinition],
	] as const;
	const network = row.networkService === '' && row.subnets === '';
	return [
		...required.filter(([, value]) => value === '').map(([column]) => `${column} is empty`),
		...(/^[a-z0-9][a-z0-9-]{0,39}$/.test(row.database) || row.database === ''
			? []
			: [`database "${row.database}" may have small letters, digits and dashes only, at most 40`]),
		...(network ? ['neither network_service nor subnets says where its task runs'] : []),
		...(row.minimumBytes > 0 ? [] : ['minimum_bytes must be more than 0, or an empty dump would pass']),
		...(row.keepDays >= 2 ? [] : ['keep_days must be 2 or more']),
	];
}
