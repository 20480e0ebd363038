import { stringAt } from '../../ledger/record';
import { escapeHtml } from '../../values/html';
import { mark, shortText, timeElement } from './words';

/** Where secrets are kept in step, and since when; no value and no hash of one. */
export function secretTable(rows: readonly unknown[], nowMs: number): string {
	const items = rows.map((row) => {
		const text = (column: string): string => stringAt(row, column);
		const [drift, failed] = [text('drift'), text('reason')];
		const state =
			failed !== '' ? mark('bad', 'Not synced') : drift !== '' ? mark('warning', 'Differs') : mark('good', 'In step');
		const at = timeElement(text('synced_at'), nowMs);
		const why = failed || drift;
		return `<li>${state} ${escapeHtml(`${text('service')} (${text('environment')})`)} <small>${shortText(text('target'))}${at === '' ? '' : `, ${at}`}</small>${why === '' ? '' : `<br><small>${shortText(why, 300)}</small>`}</li>`;
	});
	return items.length === 0 ? '' : `<ul class="card list">${items.join('')}</ul>`;
}
