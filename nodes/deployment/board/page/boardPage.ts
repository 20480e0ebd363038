import { clockText } from '../../values/timeText';
import type { Board } from '../board';
import { mostLedgerRows } from '../boardSums';
import { attentionEntries, attentionList } from './attentionList';
import { metricTiles } from './metricTiles';
import { releaseList } from './releaseList';
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
	const sections = [
		section('To look at', '', attentionList(attention, sight.nowMs) || '<p>Nothing. All that was read is well.</p>'),
		section('Delivery', `${sight.environment || 'all environments'}, since ${board.metricsSince}`, metricTiles(board)),
		section(
			'What is live where',
			'',
			services.length === 0 ? noServices(board) : serviceTable(services, sight.formAddress, sight.nowMs),
		),
		section('Last releases', '', releaseList(board.releases, sight.nowMs) || '<p>None yet.</p>'),
	];
	return `<!doctype html><html lang="en"><head>${head}</head><body><main><header><h1>What is live</h1><p class="soft">Seen ${made}. This page does not refresh itself: <a href="">look again</a>.</p>${chips(board, attention.length)}</header>${sections.join('')}${footer(board)}</main></body></html>`;
}

/** `html` is escaped; so is `note`, which is ours. */
function section(title: string, note: string, html: string): string {
	if (html === '') return '';
	return `<section><h2>${title}${note === '' ? '' : ` <small>${note}</small>`}</h2>${html}</section>`;
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
