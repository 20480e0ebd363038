import type { PreviewEntry, PreviewState } from '../../preview/previewRow';
import { escapeHtml } from '../../values/html';
import { commitElement, type Mark, mark, outside, shortText, timeElement } from './words';

const stateMarks: Readonly<Record<PreviewState, readonly [Mark, string]>> = {
	waiting: ['calm', 'Waits'],
	making: ['calm', 'Being made'],
	ready: ['good', 'Ready'],
	failed: ['bad', 'Failed'],
	refused: ['warning', 'Not made'],
	removing: ['calm', 'Being removed'],
	removed: ['calm', 'Removed'],
};

/** Every pull request that has a preview, with its parts. */
export function previewList(entries: readonly PreviewEntry[], nowMs: number): string {
	const pulls = new Map<string, PreviewEntry[]>();
	for (const entry of entries) {
		const name = `${entry.repository}#${entry.number}`;
		const parts = pulls.get(name) ?? [];
		parts.push(entry);
		pulls.set(name, parts);
	}
	const items = [...pulls].map(([name, parts]) => pullItem(name, parts, nowMs));
	return items.length === 0 ? '' : `<ul class="card list">${items.join('')}</ul>`;
}

function pullItem(name: string, parts: readonly PreviewEntry[], nowMs: number): string {
	const [first] = parts;
	if (first === undefined) return '';
	const { repository, number, branch, commit } = first;
	const title = outside(`https://github.com/${repository}/pull/${number}`, `<b>${escapeHtml(name)}</b>`);
	const started = parts.map(({ startedAt }) => startedAt).sort()[0] ?? '';
	const at = timeElement(started, nowMs);
	const where = `<small>${shortText(branch, 80)}${at === '' ? '' : `, ${at}`}</small>`;
	return `<li>${title} ${commitElement(repository, commit)} ${where}<div class="parts">${parts.map(partElement).join('')}</div></li>`;
}

function partElement({ part, service, state, url, reason }: PreviewEntry): string {
	const [kind, words] = stateMarks[state];
	const name = escapeHtml(part === 'database' ? `database of ${service}` : service);
	const why = state === 'ready' || reason === '' ? '' : `<br><small>${shortText(reason, 300)}</small>`;
	return `<span>${mark(kind, words)} ${state === 'ready' && part !== 'database' ? outside(url, name) : name}${why}</span>`;
}
