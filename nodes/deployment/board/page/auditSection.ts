import type { KeptAudit } from '../../audit/keptAudit';
import { escapeHtml } from '../../values/html';
import { clockText } from '../../values/timeText';
import { type Mark, mark, shortText, timeElement } from './words';

const dayMs = 86_400_000;

const verdictMarks: Readonly<Record<string, readonly [Mark, string]>> = {
	passed: ['good', 'Passed'],
	failed: ['bad', 'Failed'],
	unknown: ['warning', 'Not checked'],
};

/** The checklist of the last audit, what failed, and until when certificates last; empty where there was none. */
export function auditSection(audit: KeptAudit | null, nowMs: number): string {
	if (audit === null) return '';
	const lines = audit.lines.map(({ title, verdict, words }) => {
		const [kind, word] = verdictMarks[verdict] ?? (['calm', 'Not looked at'] as const);
		return `<li>${mark(kind, word)} ${escapeHtml(title)} <small>${escapeHtml(words)}</small></li>`;
	});
	const failed = [...audit.failed]
		.sort((left, right) => Number(right.isSevere) - Number(left.isSevere))
		.map(
			({ line, subject, what, advice, isSevere }) =>
				`<li>${mark(isSevere ? 'bad' : 'warning', isSevere ? 'Severe' : 'Failed')} ${escapeHtml(subject)}: ${shortText(what, 300)}<br><small>${escapeHtml(line)}${advice === '' ? '' : `. ${shortText(advice, 300)}`}</small></li>`,
		);
	const when = timeElement(audit.startedAt, nowMs);
	return `<p class="soft">Looked at ${when}; the whole report is in the table slipway_audits.</p><ul class="card list">${lines.join('')}</ul>${details('What failed', failed)}${details('Certificates', certificateItems(audit, nowMs))}`;
}

function details(title: string, items: readonly string[]): string {
	if (items.length === 0) return '';
	return `<details><summary>${title} (${items.length})</summary><ul class="card list">${items.join('')}</ul></details>`;
}

/** Counted from now, since the audit may be days old. */
function certificateItems({ certificates }: KeptAudit, nowMs: number): string[] {
	return certificates.map(({ subject, name, expiresAt }) => {
		const days = Math.floor((Date.parse(expiresAt) - nowMs) / dayMs);
		const of = name === subject ? '' : ` <small>${escapeHtml(subject)}</small>`;
		if (Number.isNaN(days)) return `<li>${mark('warning', 'Not known')} ${escapeHtml(name)}${of}</li>`;
		const kind = days < 8 ? 'bad' : days < 21 ? 'warning' : 'good';
		const words = days < 0 ? 'Ended' : `${days} ${days === 1 ? 'day' : 'days'}`;
		return `<li>${mark(kind, words)} ${escapeHtml(name)}${of} <small>until ${clockText(expiresAt)}</small></li>`;
	});
}
