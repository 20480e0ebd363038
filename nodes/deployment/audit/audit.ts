import { listAt, textAt, valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import { type AuditFinding, type AuditLine, auditLineNames, auditLines, findingKey, findingsOf } from './auditFinding';
import { auditNoteOf } from './auditSubjects';
import { judgeSubject } from './judgeSubject';

/** One line of the checklist, by its findings. */
export interface LineVerdict {
	readonly line: AuditLine;
	readonly title: string;
	/** Failed if anything failed; unknown if anything could not be seen, or nothing was looked at. */
	readonly verdict: 'passed' | 'failed' | 'unknown';
	/** Such as "2 failed, 1 unknown, 5 passed". */
	readonly words: string;
	/** The failed first. */
	readonly findings: readonly AuditFinding[];
}

/** How long a certificate lasts, for the board. */
export interface CertificateEnd {
	readonly subject: string;
	readonly name: string;
	/** ISO 8601; empty where it is not told. */
	readonly expiresAt: string;
}

export interface Audit {
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly lines: readonly LineVerdict[];
	readonly findings: readonly AuditFinding[];
	readonly severe: readonly AuditFinding[];
	/** Severe ones that the last audit did not have; all where that could not be read. */
	readonly fresh: readonly AuditFinding[];
	/** Keys of what is severe, and of what was and could not be seen this time: what the next audit knows. */
	readonly open: readonly string[];
	/** Keys of what was open, and is well, less bad, or gone. */
	readonly mended: readonly string[];
	readonly certificates: readonly CertificateEnd[];
}

const order = { failed: 0, unknown: 1, passed: 2 } as const;

/** The audit of all items that came back; null where none of them is of an audit. */
export function concludeAudit(items: readonly unknown[], nowMs: number): Audit | null {
	const notes = items.flatMap((item) => auditNoteOf(item) ?? []);
	const [note] = notes;
	if (note === undefined) return null;
	const findings = [...items.flatMap((item) => judgeSubject(item, nowMs)), ...lost(items, note.expected)];
	const severe = findings.filter(({ isSevere, verdict }) => isSevere && verdict === 'failed');
	const known = new Set(note.known ?? []);
	const severeKeys = new Set(severe.map(findingKey));
	const before = [...known].filter((key) => !severeKeys.has(key));
	return {
		startedAt: note.startedAt,
		finishedAt: new Date(nowMs).toISOString(),
		lines: auditLineNames.map((line) => lineVerdict(line, findings)),
		findings,
		severe,
		fresh: severe.filter((finding) => !known.has(findingKey(finding))),
		open: [...severeKeys, ...before.filter((key) => isUnseen(key, findings))],
		mended: before.filter((key) => !isUnseen(key, findings)),
		certificates: items.flatMap(certificateEnds).sort(byEnd),
	};
}

/** Whether a check did not come to an end this time, though something of its line and subject was to be looked at. */
function isUnseen(key: string, findings: readonly AuditFinding[]): boolean {
	const own = findings.find((finding) => findingKey(finding) === key);
	if (own !== undefined) return own.verdict === 'unknown';
	return findings.some(({ line, subject, verdict }) => verdict === 'unknown' && key.startsWith(`${line}/${subject}/`));
}

function lineVerdict(line: AuditLine, all: readonly AuditFinding[]): LineVerdict {
	const findings = all
		.filter((finding) => finding.line === line)
		.sort(
			(left, right) => order[left.verdict] - order[right.verdict] || Number(right.isSevere) - Number(left.isSevere),
		);
	const count = (verdict: AuditFinding['verdict']): number =>
		findings.filter((finding) => finding.verdict === verdict).length;
	const words = (['failed', 'unknown', 'passed'] as const)
		.filter((verdict) => count(verdict) > 0)
		.map((verdict) => `${count(verdict)} ${verdict}`)
		.join(', ');
	return {
		line,
		title: auditLines[line],
		verdict: findings[0]?.verdict ?? 'unknown',
		words: words || 'nothing was looked at',
		findings,
	};
}

/** What was to be looked at and did not come back, since its run died. */
function lost(items: readonly unknown[], expected: readonly string[]): AuditFinding[] {
	const back = new Set(items.map((item) => `${stringAt(item, 'kind')} ${stringAt(item, 'subject')}`));
	const reason = items
		.map((item) => textAt(item, 'error') ?? textAt(item, 'error', 'message'))
		.find((text) => text !== null);
	return expected
		.filter((key) => !back.has(key))
		.flatMap((key) => {
			const [kind = '', ...rest] = key.split(' ');
			const lines = linesOfKind[kind] ?? [];
			return lines.map((line) =>
				findingsOf(line, rest.join(' ')).unknown(
					'look',
					`The run that looks at it died${reason === undefined ? '' : `: ${reason}`}`,
					'Look at that run in n8n under Executions',
				),
			);
		});
}

const linesOfKind: Readonly<Record<string, readonly AuditLine[]>> = {
	catalog: ['staging'],
	repository: ['dependencies', 'twoFactor', 'codeBackup'],
	site: ['tls', 'headers', 'cors', 'rateLimits'],
	app: ['tls', 'headers', 'cors', 'rateLimits'],
	address: ['tls', 'headers', 'cors', 'rateLimits'],
	service: ['containers', 'secrets'],
	secret: ['secrets', 'secretVersions'],
	project: ['database', 'twoFactor'],
	redis: ['redis'],
};

function certificateEnds(item: unknown): CertificateEnd[] {
	const subject = stringAt(item, 'subject');
	return listAt(valueAt(item, 'seen'), 'certificates').map((certificate) => ({
		subject,
		name: textAt(certificate, 'name') ?? subject,
		expiresAt: stringAt(certificate, 'expiresAt'),
	}));
}

/** Those that end first come first, those that tell no end last. */
function byEnd(left: CertificateEnd, right: CertificateEnd): number {
	const ends = [left, right].map(({ expiresAt }) => Date.parse(expiresAt));
	const [one = Number.NaN, other = Number.NaN] = ends.map((end) => (Number.isNaN(end) ? Infinity : end));
	return one === other ? left.name.localeCompare(right.name) : one - other;
}
