import { stringAt } from '../ledger/record';
import { parseJson } from '../values/json';
import { isRecord, isTrueAt } from '../values/jsonFields';
import { type AuditLine, auditLineNames, auditLines } from './auditFinding';
import { isAuditRow } from './isAuditRow';

/** What the board shows of the last audit, read back from its row. */
export interface KeptAudit {
	readonly startedAt: string;
	readonly lines: ReadonlyArray<{ readonly title: string; readonly verdict: string; readonly words: string }>;
	readonly failed: ReadonlyArray<{
		readonly line: string;
		readonly subject: string;
		readonly what: string;
		readonly advice: string;
		readonly isSevere: boolean;
	}>;
	readonly certificates: ReadonlyArray<{
		readonly subject: string;
		readonly name: string;
		/** ISO 8601; empty where its platform does not tell. */
		readonly expiresAt: string;
	}>;
}

/** The columns of `slipway_audits`. */
export const auditColumns = [
	'audit_id started_at finished_at passed failed unknown severe lines certificates findings report',
].flatMap((line) => line.split(' '));

/** The newest of the rows of `slipway_audits`; null where there is none. */
export function keptAudit(rows: readonly unknown[]): KeptAudit | null {
	const [row] = rows.filter(isAuditRow).sort((left, right) => Number(right.id) - Number(left.id));
	if (row === undefined) return null;
	return {
		startedAt: stringAt(row, 'audit_id'),
		lines: listIn(row, 'lines').map((line) => ({
			title: titleOf(stringAt(line, 'line')),
			verdict: stringAt(line, 'verdict'),
			words: stringAt(line, 'words'),
		})),
		failed: listIn(row, 'findings').map((finding) => ({
			line: titleOf(stringAt(finding, 'line')),
			subject: stringAt(finding, 'subject'),
			what: stringAt(finding, 'what'),
			advice: stringAt(finding, 'advice'),
			isSevere: isTrueAt(finding, 'isSevere'),
		})),
		certificates: listIn(row, 'certificates').map((certificate) => ({
			subject: stringAt(certificate, 'subject'),
			name: stringAt(certificate, 'name'),
			expiresAt: stringAt(certificate, 'expiresAt'),
		})),
	};
}

function listIn(
	row: Readonly<Record<string, unknown>>,
	column: string,
): ReadonlyArray<Readonly<Record<string, unknown>>> {
	const read = parseJson(stringAt(row, column));
	return read.ok && Array.isArray(read.value) ? read.value.filter(isRecord) : [];
}

/** A line that a later version dropped keeps its own word. */
function titleOf(line: string): string {
	const known: AuditLine | undefined = auditLineNames.find((name) => name === line);
	return known === undefined ? line : auditLines[known];
}
