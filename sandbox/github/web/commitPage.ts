import type { GitHubContext } from '../context';
import type { CommitStatusRecord, RepositoryRecord } from '../model';
import { isoTime } from '../present/urls';
import { escapeHtml } from './escapeHtml';

/** A commit with its statuses, by the end of its address; undefined for one that is not there. */
export function commitPage({ git }: GitHubContext, record: RepositoryRecord, path: string): string | undefined {
	const reference = /^(?:commit|tree)\/(.+)$/.exec(path)?.[1] ?? 'HEAD';
	const commit = git.resolve(record, reference);
	if (!commit) return undefined;
	const statuses = record.commitStatuses.filter((status) => status.sha === commit.sha);
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8">',
		`<title>${escapeHtml(record.fullName)}</title></head><body>`,
		`<h1>${escapeHtml(record.fullName)}</h1>`,
		`<p><code>${commit.sha}</code> ${escapeHtml(commit.message)}</p>`,
		`<p>${escapeHtml(commit.author)}, ${isoTime(commit.committedAtMs)}</p>`,
		`<ul>${statuses.map(listItem).join('')}</ul></body></html>`,
	].join('\n');
}

function listItem({ state, context, description }: CommitStatusRecord): string {
	return `<li><b>${escapeHtml(state)}</b> ${escapeHtml(context)}: ${escapeHtml(description ?? '')}</li>`;
}
