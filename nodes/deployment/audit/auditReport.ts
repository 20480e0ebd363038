import { cutText } from '../values/text';
import { clockText } from '../values/timeText';
import type { Audit, LineVerdict } from './audit';
import type { AuditFinding } from './auditFinding';

/** A cell of a Data Table takes more, an item that travels does not. */
const maxReportLength = 40_000;

const words = { passed: 'passed', failed: 'FAILED', unknown: 'could not be checked' } as const;

/** The audit as Markdown: each line with what shows it. */
export function auditReport(audit: Audit): string {
	const day = audit.startedAt.slice(0, 10);
	const table = audit.lines.map(({ title, verdict, words: counts }) => `| ${title} | ${words[verdict]} | ${counts} |`);
	const text = [
		`# Security audit of ${day}`,
		'',
		`Begun ${clockText(audit.startedAt)}, ended ${clockText(audit.finishedAt)}. ${summaryOf(audit)}`,
		'',
		'| line | verdict | findings |',
		'|---|---|---|',
		...table,
		'',
		...audit.lines.flatMap(section),
	].join('\n');
	return cutText(text, maxReportLength, '\n\n(cut)');
}

/** In one sentence. */
export function summaryOf({ findings, severe }: Pick<Audit, 'findings' | 'severe'>): string {
	const count = (verdict: AuditFinding['verdict']): number =>
		findings.filter((finding) => finding.verdict === verdict).length;
	return `${count('failed')} failed (${severe.length} of them severe), ${count('unknown')} could not be checked, ${count('passed')} passed.`;
}

function section({ title, findings, words: counts }: LineVerdict): string[] {
	const lines = findings.map(({ verdict, isSevere, subject, what, advice }) => {
		const mark = verdict === 'failed' && isSevere ? 'FAILED, severe' : words[verdict];
		const todo = advice === '' ? '' : ` *${plain(advice)}*`;
		return `- **${mark}** ${plain(subject)}: ${plain(what)}${todo === '' ? '' : `.${todo}`}`;
	});
	return [`## ${title}`, '', ...(lines.length > 0 ? lines : [`- ${counts}`]), ''];
}

/** Text of others on one line, as nothing but text, and still readable where nobody renders it. */
function plain(text: string): string {
	return text
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim()
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replace(/[`*_[\]|\\~]/g, (character) => `\\${character}`)
		.replace(/@/g, '@\u200B')
		.replace(/#(?=\d)/g, '#\u200B');
}
