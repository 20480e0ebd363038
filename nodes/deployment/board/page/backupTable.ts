import { longestAgeMs } from '../../backups/backupWatch';
import { type DatabaseRow, readDatabaseRow } from '../../backups/databaseRow';
import { readRowCounts, rowsIn } from '../../backups/rowCounts';
import { escapeHtml } from '../../values/html';
import { stringAt } from '../../ledger/record';
import { restoreLink } from '../formLinks';
import { counted, formLinks, type Mark, mark, shortText, timeElement } from './words';

/** Each database with its newest proven backup, its last drill, and the form that restores it; empty where none is backed up. */
export function backupTable(
	rows: readonly unknown[],
	catalogRows: readonly unknown[],
	{ nowMs, formAddress }: { readonly nowMs: number; readonly formAddress: string },
): string {
	const databases = rows.map(readDatabaseRow).filter((row) => row !== null);
	const lines = databases.map((row) => databaseRow(row, nowMs, formAddress));
	const others = projectsWithoutBackup(databases, catalogRows).map(
		(project) =>
			`<tr><td><b>${escapeHtml(project)}</b> ${mark('warning', 'Not backed up')}</td><td colspan="2"><small>A Neon project of the catalog without a row in slipway_databases</small></td></tr>`,
	);
	if (lines.length === 0) return '';
	const head = ['Database', 'Newest proven backup', 'Last drill'].map((text) => `<th>${text}</th>`).join('');
	return `<div class="card"><table><thead><tr>${head}</tr></thead><tbody>${[...lines, ...others].join('')}</tbody></table></div>`;
}

function databaseRow(row: DatabaseRow, nowMs: number, formAddress: string): string {
	const [kind, words] = backupState(row, nowMs);
	const reason = row.reason === '' ? '' : `<br><small>${shortText(row.reason, 300)}</small>`;
	const counts = readRowCounts(row.provenCounts) ?? {};
	const proven =
		row.provenAt === ''
			? '<small>none</small>'
			: `${timeElement(row.provenAt, nowMs)}<br><small>${sizeText(row.provenBytes)}, ${counted(rowsIn(counts), 'row')} in ${counted(Object.keys(counts).length, 'table')}</small>`;
	return `<tr><td><b>${escapeHtml(row.database)}</b> ${mark(kind, words)}${formLinks([restoreLink(formAddress, row.database)])}${reason}</td><td>${proven}</td><td>${drillText(row, nowMs)}</td></tr>`;
}

/** How a database's backups stand. */
export function backupState({ isEnabled, provenAt, state }: DatabaseRow, nowMs: number): readonly [Mark, string] {
	if (!isEnabled) return ['calm', 'Switched off'];
	if (provenAt === '') return ['bad', 'Never backed up'];
	if (nowMs - Date.parse(provenAt) > longestAgeMs) return ['bad', 'Too old'];
	return state === 'failed' ? ['warning', 'The last one failed'] : ['good', 'Backed up'];
}

/** A week, and a day for the drill itself. */
const longestDrillAgeMs = 8 * 86_400_000;

/** Whether nobody has restored the backup for longer than a week: 32 or 40 has stopped. */
export function isDrillOverdue({ isEnabled, provenAt, drillAt, enteredAtMs }: DatabaseRow, nowMs: number): boolean {
	return isEnabled && provenAt !== '' && nowMs - (Date.parse(drillAt) || enteredAtMs) > longestDrillAgeMs;
}

function drillText(row: DatabaseRow, nowMs: number): string {
	const late = isDrillOverdue(row, nowMs) ? `${mark('warning', 'Overdue')} ` : '';
	if (row.drillAt === '') return `${late}<small>none yet</small>`;
	const when = `${timeElement(row.drillAt, nowMs)} ${late}`;
	if (row.drillState !== 'restored') {
		return `${mark('bad', 'Failed')} ${when}<br><small>${shortText(row.drillReason, 300)}</small>`;
	}
	const times = `${durationText(row.recoveryPointSeconds)} of data would be lost, ${durationText(row.recoveryTimeSeconds)} until it is back`;
	return `${mark('good', 'Restored')} ${when}<br><small>${times}</small>`;
}

/** Projects whose branches previews are made of (`preview_parent`): they hold data, too. */
function projectsWithoutBackup(databases: readonly DatabaseRow[], catalogRows: readonly unknown[]): string[] {
	const projects = catalogRows
		.map((row) => stringAt(row, 'preview_parent').split('/')[0]?.trim() ?? '')
		.filter((project) => project !== '' && !databases.some((row) => row.project === project));
	return [...new Set(projects)];
}

function sizeText(bytes: number): string {
	if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
	return bytes < 1_000_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

function durationText(seconds: number): string {
	if (seconds < 120) return `${seconds} s`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
