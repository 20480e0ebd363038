import { monthAfter, monthAt } from '../../costs/costMonth';
import { costPicture } from '../../costs/costPicture';
import { costPlatformName, costPlatforms } from '../../costs/costPlatforms';
import type { CostEntry } from '../../costs/costRow';
import { moneyText } from '../../costs/moneyText';
import { escapeHtml } from '../../values/html';
import { type Mark, mark, shortText, timeElement } from './words';

const stateMarks: Readonly<Record<CostEntry['state'], readonly [Mark, string]>> = {
	within: ['good', 'Within its budget'],
	willBeOver: ['warning', 'Will be over'],
	over: ['bad', 'Over its budget'],
	noBudget: ['calm', 'No budget'],
	unknown: ['warning', 'Not known'],
};

/** What each platform costs this month and cost the last one, under a picture of a year; empty where nobody looked yet. */
export function costTable(entries: readonly CostEntry[], nowMs: number): string {
	const month = monthAt(nowMs);
	const rows = costPlatforms.flatMap((platform) => {
		const own = entries.filter((entry) => entry.platform === platform);
		const now = own.find((entry) => entry.month === month);
		const last = own.find((entry) => entry.month === monthAfter(month, -1));
		return now === undefined && last === undefined ? [] : [costRow(costPlatformName(platform), now, last, nowMs)];
	});
	if (rows.length === 0) return '';
	const picture = costPicture(entries, nowMs);
	const head = ['Platform', 'So far', 'Whole month', 'Budget', 'Last month'].map((text) => `<th>${text}</th>`).join('');
	return `<div class="card">${picture === '' ? '' : `<div class="chart">${picture}</div>`}<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function costRow(name: string, now: CostEntry | undefined, last: CostEntry | undefined, nowMs: number): string {
	const seen = now === undefined ? '' : timeElement(now.seenAt, nowMs);
	const [kind, words] = now === undefined ? (['calm', 'Not looked at yet'] as const) : stateMarks[now.state];
	const reason = now === undefined || now.reason === '' ? '' : `<br><small>${shortText(now.reason, 400)}</small>`;
	const cells = [
		`<b>${escapeHtml(name)}</b> ${mark(kind, words)}${seen === '' ? '' : ` <small>seen ${seen}</small>`}${reason}`,
		money(now?.amount, now),
		money(now?.forecast, now),
		money(now?.budget, now),
		money(last?.amount ?? last?.forecast, last),
	];
	return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** What is not known is no nought. */
function money(amount: number | null | undefined, entry: CostEntry | undefined): string {
	return amount === null || amount === undefined || entry === undefined
		? '<small>not known</small>'
		: escapeHtml(moneyText(amount, entry.currency));
}
