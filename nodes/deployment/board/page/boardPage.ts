import { escapeHtml } from '../../values/html';
import { clockText } from '../../values/timeText';
import type { Board } from '../board';
import { mostLedgerRows } from '../boardSums';
import { attentionEntries, attentionList } from './attentionList';
import { auditSection } from './auditSection';
import { backupTable } from './backupTable';
import { costTable } from './costTable';
import { metricTiles } from './metricTiles';
import { previewList } from './previewList';
import { releaseList } from './releaseList';
import { secretTable } from './secretTable';
import { serviceTable } from './serviceTable';
import { style } from './style';
import { counted } from './words';

/**
 * Nothing may run, load or be sent from the page, whatever a commit's message holds: n8n drops this header of ours,
 * and keeps it as an element. Its own sandbox comes on top.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The board as a whole page of HTML. */
export function boardPage(board: Board): string {
	const { sight, services } = board;
	const attention = attentionEntries(board);
	const made = clockText(new Date(sight.nowMs).toISOString());
	const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><title>Slipway: what is live</title><style>${style}</style>`;
	const sections: readonly Section[] = [
		{
			id: 'look',
			title: 'To look at',
			html: attentionList(attention, sight.nowMs) || '<p>Nothing. All that was read is well.</p>',
		},
		{
			id: 'live',
			title: 'What is live where',
			html: services.length === 0 ? noServices(board) : serviceTable(services, sight.formAddress, sight.nowMs),
		},
		{ id: 'previews', title: 'Previews', html: previewList(board.previews, sight.nowMs) },
		{
			id: 'delivery',
			title: 'Delivery',
			note: `${sight.environment || 'all environments'}, since ${clockText(board.metricsSince).replace(/ \d\d:.*/, '')}`,
			html: metricTiles(board),
		},
		{ id: 'secrets', title: 'Secrets', html: secretTable(board.secrets, sight.nowMs) },
		{ id: 'backups', title: 'Backups', html: backupTable(sight.databaseRows ?? [], sight.catalogRows ?? [], sight) },
		{ id: 'costs', title: 'Costs', html: costTable(board.costs, sight.nowMs) },
		{ id: 'security', title: 'Security and certificates', html: auditSection(board.audit, sight.nowMs) },
		{ id: 'releases', title: 'Last releases', html: releaseList(board.releases, sight.nowMs) || '<p>None yet.</p>' },
	].filter(({ html }) => html !== '');
	return `<!doctype html><html lang="en"><head>${head}</head><body><main><header><h1>What is live</h1><p class="soft">Seen ${made}. This page does not refresh itself: <a href="">look again</a>.</p>${chips(board, attention.length)}${navigation(sections)}</header>${sections.map(sectionElement).join('')}${footer(board)}</main></body></html>`;
}

/** A part of the page. `html` is escaped; the others are ours. */
interface Section {
	readonly id: string;
	readonly title: string;
	readonly note?: string;
	readonly html: string;
}

function sectionElement({ id, title, note, html }: Section): string {
	return `<section id="${id}"><h2>${title}${note === undefined ? '' : ` <small>${escapeHtml(note)}</small>`}</h2>${html}</section>`;
}

function navigation(sections: readonly Section[]): string {
	return `<nav>${sections.map(({ id, title }) => `<a href="#${id}">${title}</a>`).join('')}</nav>`;
}

function chips({ services }: Board, attentionCount: number): string {
	const held = services.filter(({ row }) => row.hold).length;
	const underWay = services.filter((card) => card.underWay !== null).length;
	const texts = [
		`<b>${services.length}</b>${services.length === 1 ? 'service' : 'services'}`,
		attentionCount === 0 ? 'all well' : `<b>${attentionCount}</b>to look at`,
		...(held > 0 ? [`<b>${held}</b>held`] : []),
		...(underWay > 0 ? [`<b>${underWay}</b>under way`] : []),
	];
	return `<ul class="chips">${texts.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

function noServices({ sight }: Board): string {
	return sight.catalogRows === null
		? '<p>The catalog could not be read.</p>'
		: '<p>The catalog is empty. Run "Slipway 00: Set up", which makes it and fills it with an example.</p>';
}

function footer({ sight }: Board): string {
	const rows = sight.ledgerRows?.length ?? 0;
	const older = rows < mostLedgerRows ? '' : ' What older ones told comes from the sums that are written once a day.';
	return `<footer class="soft">Made from ${counted(rows, 'row')} of the ledger.${older}</footer>`;
}
