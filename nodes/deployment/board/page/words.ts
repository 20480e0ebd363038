import { escapeHtml } from '../../values/html';
import { cutText } from '../../values/text';
import { ageText, clockText } from '../../values/timeText';
import type { FormLink } from '../formLinks';

/** A time with its age, as an element; empty for what is none. */
export function timeElement(iso: string, nowMs: number): string {
	const timeMs = Date.parse(iso);
	if (Number.isNaN(timeMs)) return '';
	return `<time datetime="${new Date(timeMs).toISOString()}" title="${clockText(iso)}">${ageText(iso, nowMs)}</time>`;
}

/** Text of others, in short. */
export function shortText(text: string, maxLength = 140): string {
	return escapeHtml(cutText(text.trim(), maxLength));
}

export type Mark = 'good' | 'bad' | 'warning' | 'calm';

/** A state in colour, shape and word: none of the three alone. `words` are ours. */
export function mark(kind: Mark, words: string): string {
	return `<span class="mark ${kind}">${escapeHtml(words)}</span>`;
}

/** A commit, linked where its repository is known. */
export function commitElement(repository: string, commit: string): string {
	const short = `<code>${escapeHtml(commit.slice(0, 7))}</code>`;
	if (!/^[0-9a-f]{7,64}$/i.test(commit) || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return short;
	return outside(`https://github.com/${repository}/commit/${commit}`, short);
}

/** A link out of the board; only its words where the address is none that a browser should open. `html` is escaped. */
export function outside(address: string, html: string): string {
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return html;
	return `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer">${html}</a>`;
}

export function formLinks(links: readonly FormLink[]): string {
	if (links.length === 0) return '';
	const anchors = links.map(
		({ label, address }) => `<a href="${escapeHtml(address)}" target="_blank" rel="noopener">${escapeHtml(label)}</a>`,
	);
	return `<span class="actions">${anchors.join('')}</span>`;
}

export function counted(count: number, one: string, several = `${one}s`): string {
	return `${count} ${count === 1 ? one : several}`;
}
