import { writeJson } from '../values/json';
import { ageText, clockText } from '../values/timeText';
import type { CopyWork, CopyWorkKind } from './copyWork';

/** A page as workflow 13 takes it. */
export type BackupPage = Readonly<Record<string, unknown>> & { readonly action: 'trigger' | 'resolve' };

/** A backup of a database; a drill of it. One key is one incident, and the next good one resolves it. */
export function backupKey(database: string): string {
	return `slipway/backup/${database}`;
}

const keys: Readonly<Record<CopyWorkKind, (database: string) => string>> = {
	backup: backupKey,
	drill: (database) => `slipway/drill/${database}`,
	restore: (database) => `slipway/restore/${database}`,
	rewind: (database) => `slipway/restore/${database}`,
};

interface PageParts {
	readonly action: 'trigger' | 'resolve';
	readonly key: string;
	readonly database: string;
	readonly summary: string;
	readonly severity: 'critical' | 'error' | 'warning';
	readonly details: Readonly<Record<string, unknown>>;
}

function pageFrom({ database, details, ...page }: PageParts): BackupPage {
	return {
		kind: 'page',
		...page,
		source: database,
		component: database,
		group: 'backups',
		class: 'backup',
		details: writeJson(details),
		// Not kept yet.
		at: '',
	};
}

/** How work on a copy ended, for the person on call; what went well resolves what went wrong before. `warning`: it went well, and yet. */
export function workPage(
	{ work, database, startedAt, key, branchName }: CopyWork,
	{ isDone, reason, warning }: { readonly isDone: boolean; readonly reason: string; readonly warning: string },
): BackupPage {
	const isQuiet = isDone && warning === '';
	return pageFrom({
		action: isQuiet ? 'resolve' : 'trigger',
		key: keys[work](database),
		database,
		summary: isDone
			? `${doneWords[work](database)}${isQuiet ? '' : `, but ${warning}`}`
			: `${failedWords[work](database)}: ${reason}`,
		severity: isDone || work === 'restore' || work === 'rewind' ? 'warning' : 'critical',
		details: { database, started: startedAt, dump: key, copy: branchName, ...(reason !== '' && { reason }) },
	});
}

const doneWords: Readonly<Record<CopyWorkKind, (database: string) => string>> = {
	backup: (database) => `The backup of ${database} is proven`,
	drill: (database) => `The restore drill of ${database} went well`,
	restore: (database) => `The backup of ${database} is restored into a copy`,
	rewind: (database) => `A copy of ${database} at the earlier moment is ready`,
};

const failedWords: Readonly<Record<CopyWorkKind, (database: string) => string>> = {
	backup: (database) => `No backup of ${database} could be made`,
	drill: (database) => `The newest backup of ${database} could not be restored in the drill`,
	restore: (database) => `The backup of ${database} could not be restored into a copy`,
	rewind: (database) => `No copy of ${database} at the earlier moment could be made`,
};

/** How a copy was put in the place of a database; a good end resolves what went wrong with a restore before. */
export function promotionPage(
	database: string,
	{ isDone, reason }: { readonly isDone: boolean; readonly reason: string },
): BackupPage {
	return pageFrom({
		action: isDone ? 'resolve' : 'trigger',
		key: keys.restore(database),
		database,
		summary: isDone
			? `A copy was promoted to ${database}`
			: `No copy is known to have been promoted to ${database}: ${reason}`,
		severity: 'critical',
		details: { database, ...(reason !== '' && { reason }) },
	});
}

/** No proven backup for longer than 25 hours, whatever stopped. */
export function overduePage(database: string, provenAt: string, nowMs: number): BackupPage {
	const newest =
		provenAt === '' ? 'there is none' : `the newest is of ${clockText(provenAt)}, ${ageText(provenAt, nowMs)}`;
	return pageFrom({
		action: 'trigger',
		key: backupKey(database),
		database,
		summary: `${database} has had no proven backup for 25 hours: ${newest}. Run workflow 30 by hand, and look at the runs of 40, 30 and 45`,
		severity: 'critical',
		details: { database, newest: provenAt },
	});
}

/** A row that cannot be worked with: nobody backs that database up. */
export function rowPage(database: string, issues: readonly string[]): BackupPage {
	return pageFrom({
		action: 'trigger',
		key: backupKey(database),
		database,
		summary: `${database} is not backed up, since its row in slipway_databases cannot be used: ${issues.join('; ')}`,
		severity: 'error',
		details: { database, issues: issues.join('; ') },
	});
}
