import { platformName } from '../../byHand/hand';
import { escapeHtml } from '../../values/html';
import { type FormLink, rollbackLink } from '../formLinks';
import type { Health, ServiceCard } from '../serviceCard';
import { sparkLine } from '../sparkLine';
import { commitElement, formLinks, type Mark, mark, outside, shortText, timeElement } from './words';

const healthMarks: Readonly<Record<Health, readonly [Mark, string]>> = {
	healthy: ['good', 'Healthy'],
	unhealthy: ['bad', 'Not healthy'],
	outside: ['warning', 'Changed outside'],
	unseen: ['warning', 'Not seen'],
	none: ['calm', 'Never deployed'],
};

/** What is live where: a row for each service in each environment; on a phone a card. */
export function serviceTable(cards: readonly ServiceCard[], formAddress: string, nowMs: number): string {
	const rows = cards.map((card) => serviceRow(card, formAddress, nowMs)).join('');
	return `<div class="card"><table><thead><tr><th>Service</th><th>Live</th><th>Health</th><th>Last deployments</th><th>Change it</th></tr></thead><tbody>${rows}</tbody></table></div>${legend}`;
}

function serviceRow(card: ServiceCard, formAddress: string, nowMs: number): string {
	const { row, health, checkedAt, underWay, attempts } = card;
	const [kind, words] = healthMarks[health];
	const checked = timeElement(checkedAt, nowMs);
	const states = [
		`${mark(kind, words)}${checked === '' ? '' : ` <small>checked ${checked}</small>`}`,
		underWay === null
			? ''
			: `${mark('calm', underWay.kind === 'rollback' ? 'Roll back under way' : 'Deployment under way')} <small>since ${timeElement(underWay.startedAt, nowMs)}</small>`,
		row.hold ? `${mark('warning', 'Held')} <small>${shortText(row.holdReason)}</small>` : '',
		row.enabled ? '' : mark('calm', 'Switched off'),
	];
	const cells = [
		`<b>${escapeHtml(row.displayName)}</b> <small>${escapeHtml(row.environment)}</small><br><small>${escapeHtml(`${platformName(row.platform)}, ${row.target}`)}</small>`,
		liveCell(card, nowMs),
		states.filter((text) => text !== '').join('<br>'),
		sparkLine(attempts) || '<small>no deployment yet</small>',
		formLinks(linksOf(card, formAddress)),
	];
	return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function liveCell({ live, row }: ServiceCard, nowMs: number): string {
	if (live === null) return '<small>nothing that the ledger knows of</small>';
	const what =
		live.commit === ''
			? `<code>${shortText(live.artifact || 'an unknown commit', 60)}</code>`
			: commitElement(row.repository, live.commit);
	const message = live.message === '' ? '' : ` ${shortText(live.message, 80)}`;
	const since = timeElement(live.since, nowMs);
	const by = live.actor === '' ? '' : `, by ${shortText(live.actor, 60)}`;
	const address = URL.canParse(live.url) ? outside(live.url, escapeHtml(new URL(live.url).host)) : '';
	return [
		`${what}${message}`,
		`<small>${since === '' ? 'for an unknown time' : `since ${since}`}${by}${address === '' ? '' : ` · ${address}`}</small>`,
	].join('<br>');
}

function linksOf({ row, live, canTryAgain }: ServiceCard, formAddress: string): FormLink[] {
	return [
		...(live === null ? [] : [rollbackLink(formAddress, 'rollBack', row)]),
		...(canTryAgain && !row.hold ? [rollbackLink(formAddress, 'tryAgain', row)] : []),
		rollbackLink(formAddress, row.hold ? 'lift' : 'hold', row),
	];
}

const legend =
	'<p class="legend soft"><span>Bars: each deployment, the newest on the right; longer took longer.</span><span>Above the line: went well.</span><span>Below it: failed, rolled back later, or not seen to its end.</span><span>Health: as its last check saw it, not as it is now.</span></p>';
