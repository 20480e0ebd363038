import { stringAt } from '../ledger/record';
import { numberAt } from '../values/jsonFields';
import type { DatabaseRow } from './databaseRow';

/**
 * - `backup`: dump the copy to S3
 * - `drill`: restore the newest backup into the copy, and compare
 * - `restore`: the same, asked for by a person; the copy stays
 * - `rewind`: the copy is the database at an earlier moment, and its rows are counted; the copy stays
 */
export type CopyWorkKind = 'backup' | 'drill' | 'restore' | 'rewind';

/** What the task is told to do on the copy. */
export type TaskAction = 'dump' | 'restore' | 'count';

const actions: Readonly<Record<CopyWorkKind, TaskAction>> = {
	backup: 'dump',
	drill: 'restore',
	restore: 'restore',
	rewind: 'count',
};

/** Work on a copy (a branch of Neon's) of one database, from when it is planned until it is written down: one item of workflow 45. */
export interface CopyWork {
	readonly work: CopyWorkKind;
	readonly action: TaskAction;
	readonly rowId: number;
	readonly database: string;
	readonly project: string;
	/** What the copy is made of. */
	readonly parentBranch: string;
	readonly databaseName: string;
	readonly role: string;
	readonly bucket: string;
	readonly cluster: string;
	readonly taskDefinition: string;
	readonly networkService: string;
	readonly subnets: string;
	readonly securityGroups: string;
	readonly minimumBytes: number;
	/** The copy's name at Neon. */
	readonly branchName: string;
	/** Neon deletes it then, should nobody. */
	readonly branchExpiresAt: string;
	/** The moment that the copy is made of; empty for now. */
	readonly moment: string;
	/** Within a day the same key is the same task. */
	readonly runKey: string;
	/** Of the dump in the bucket; empty where none is needed. */
	readonly key: string;
	/** Of what the task notes at its end. */
	readonly notedKey: string;
	/** What the dump must be, by what was written down when it was made; empty and 0 for a new one. */
	readonly sha256: string;
	readonly bytes: number;
	/** Rows by table, as JSON: of the newest proven backup. */
	readonly counts: string;
	/** The moment that this backup holds. */
	readonly takenAt: string;
	readonly startedAt: string;
	/** What has not ended by then is given up. */
	readonly deadlineAt: string;
	/** How long one run waits for the task. */
	readonly waitSeconds: number;
	readonly tries: number;
	/** Who asked for it; empty for the clock. */
	readonly by: string;
}

/** A run of n8n Cloud may not last longer than five minutes: what goes on is taken up by the next. */
const waitSeconds = 150;

const hourMs = 3_600_000;

/** What is not done by then hangs. */
const longestMs = 3 * hourMs;

export function newCopyWork(
	row: DatabaseRow,
	work: CopyWorkKind,
	{ nowMs, moment = '', by = '' }: { readonly nowMs: number; readonly moment?: string; readonly by?: string },
): CopyWork {
	const startedAt = new Date(nowMs).toISOString();
	const stamp = startedAt.slice(0, 19).replace(/[-:]/g, '').toLowerCase();
	const isBackup = work === 'backup';
	const stays = work === 'restore' || work === 'rewind';
	const folder = `${row.prefix}${row.database}/`;
	const dumpKey = `${folder}${startedAt.slice(0, 4)}/${stamp}.dump`;
	return {
		work,
		action: actions[work],
		rowId: row.id,
		database: row.database,
		project: row.project,
		parentBranch: row.branch,
		databaseName: row.databaseName,
		role: row.role,
		bucket: row.bucket,
		cluster: row.cluster,
		taskDefinition: row.taskDefinition,
		networkService: row.networkService,
		subnets: row.subnets,
		securityGroups: row.securityGroups,
		minimumBytes: row.minimumBytes,
		branchName: `slipway/${work}-${row.database}-${stamp}`,
		branchExpiresAt: new Date(nowMs + (stays ? 7 * 24 : 24) * hourMs).toISOString(),
		moment,
		runKey: `${work}-${row.database}-${stamp}`,
		key: isBackup ? dumpKey : work === 'rewind' ? '' : row.provenKey,
		notedKey: isBackup ? `${dumpKey}.json` : `${folder}${work}s/${stamp}.json`,
		sha256: isBackup ? '' : row.provenSha256,
		bytes: isBackup ? 0 : row.provenBytes,
		counts: row.provenCounts,
		takenAt: row.takenAt,
		startedAt,
		deadlineAt: new Date(nowMs + longestMs).toISOString(),
		waitSeconds,
		tries: 0,
		by,
	};
}

/** The work that an item carries; null when it carries none. */
export function readCopyWork(item: unknown): CopyWork | null {
	const work = (Object.keys(actions) as CopyWorkKind[]).find((kind) => kind === stringAt(item, 'work'));
	if (work === undefined || stringAt(item, 'database') === '') return null;
	const text = (name: string): string => stringAt(item, name);
	const number = (name: string): number => numberAt(item, name) ?? 0;
	return {
		work,
		action: actions[work],
		rowId: number('rowId'),
		database: text('database'),
		project: text('project'),
		parentBranch: text('parentBranch'),
		databaseName: text('databaseName'),
		role: text('role'),
		bucket: text('bucket'),
		cluster: text('cluster'),
		taskDefinition: text('taskDefinition'),
		networkService: text('networkService'),
		subnets: text('subnets'),
		securityGroups: text('securityGroups'),
		minimumBytes: number('minimumBytes'),
		branchName: text('branchName'),
		branchExpiresAt: text('branchExpiresAt'),
		moment: text('moment'),
		runKey: text('runKey'),
		key: text('key'),
		notedKey: text('notedKey'),
		sha256: text('sha256'),
		bytes: number('bytes'),
		counts: text('counts'),
		takenAt: text('takenAt'),
		startedAt: text('startedAt'),
		deadlineAt: text('deadlineAt'),
		waitSeconds: number('waitSeconds'),
		tries: number('tries'),
		by: text('by'),
	};
}
