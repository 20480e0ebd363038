import { stringAt } from '../../ledger/record';
import { escapeHtml } from '../../values/html';
import { type Mark, mark, shortText, timeElement } from './words';

/** How a row of `slipway_secret_syncs` stands, by the words that its last run left. */
export function secretMark(row: unknown): readonly [Mark, string] {
	switch (stringAt(row, 'state')) {
		case 'inStep':
		case 'synced':
			return ['good', 'In step'];
		case 'failed':
		case 'faulty':
			return ['bad', 'Not synced'];
		case 'differs':
			return ['warning', 'Differs'];
		default:
			return ['calm', 'Not looked at yet'];
	}
}

const platformNames: Readonly<Record<string, string>> = {
	aws: 'AWS',
	neon: 'Neon',
	upstash: 'Upstash',
	netlify: 'Netlify',
	fly: 'Fly.io',
	github: 'GitHub',
	ecs: 'ECS',
};

/** From where to where. */
export function secretWay(row: unknown): string {
	const place = (...columns: string[]): string =>
		columns
			.map((column) => platformNames[stringAt(row, column)] ?? stringAt(row, column))
			.filter((text) => text !== '')
			.join(' ');
	return `from ${place('source', 'source_name')} to ${place('target', 'target_name') || 'its own platform'}`;
}

/** What somebody changed at the target, and what became of it; empty where nobody did. */
export function secretDrift(row: unknown): string {
	const drift = stringAt(row, 'drift');
	if (drift === '') return '';
	return stringAt(row, 'state') === 'synced'
		? `differed at the target without a change of the source, and was put right: ${drift}`
		: `differs at the target: ${drift}`;
}

/** Where secrets are kept in step, and since when; no value and no hash of one. */
export function secretTable(rows: readonly unknown[], nowMs: number): string {
	const items = rows.map((row) => {
		const text = (column: string): string => stringAt(row, column);
		const at = timeElement(text('synced_at'), nowMs);
		const why = text('reason') || secretDrift(row);
		return `<li>${mark(...secretMark(row))} ${escapeHtml(`${text('service')} (${text('environment')})`)} <small>${shortText(secretWay(row))}${at === '' ? '' : `, synced ${at}`}</small>${why === '' ? '' : `<br><small>${shortText(why, 300)}</small>`}</li>`;
	});
	return items.length === 0 ? '' : `<ul class="card list">${items.join('')}</ul>`;
}
