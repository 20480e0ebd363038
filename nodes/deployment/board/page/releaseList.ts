import { stringAt } from '../../ledger/record';
import { escapeHtml } from '../../values/html';
import { commitElement, type Mark, mark, shortText, timeElement } from './words';

const mostReleases = 15;

/** The newest releases: what was pushed, by whom, and what was decided. */
export function releaseList(rows: readonly unknown[], nowMs: number): string {
	const items = rows.slice(0, mostReleases).map((row) => releaseItem(row, nowMs));
	return items.length === 0 ? '' : `<ul class="card list">${items.join('')}</ul>`;
}

function releaseItem(row: unknown, nowMs: number): string {
	const text = (column: string): string => stringAt(row, column);
	const state = text('state');
	const repository = text('repository');
	const where = escapeHtml(`${repository}@${text('branch') || text('ref').replace('refs/heads/', '')}`);
	const by = text('sender') === '' ? '' : `, by ${shortText(text('sender'), 60)}`;
	const decisions = text('decisions');
	const more =
		decisions === ''
			? ''
			: `<details><summary>What was decided</summary>${escapeHtml(decisions).replaceAll('\n', '<br>')}</details>`;
	const reason = text('reason') === '' ? '' : `<br><small>${shortText(text('reason'), 300)}</small>`;
	return `<li>${mark(markOf(state), wordOf(state))} ${commitElement(repository, text('commit'))} ${shortText(text('message'), 100)}<br><small>${where}, ${timeElement(text('started_at'), nowMs) || 'at an unknown time'}${by}</small>${reason}${more}</li>`;
}

function markOf(state: string): Mark {
	if (state === 'live') return 'good';
	if (/fail|unhealthy/i.test(state)) return 'bad';
	return /rolledBack|compensat|unknown|drift/i.test(state) ? 'warning' : 'calm';
}

/** `compensationFailed` as "Compensation failed". */
function wordOf(state: string): string {
	const words = state.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
	return words === '' ? 'Unknown' : words.charAt(0).toUpperCase() + words.slice(1);
}
