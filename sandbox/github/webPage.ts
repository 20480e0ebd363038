import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../kernel/platform';
import type { GitHubContext } from './context';
import { routeTable } from './http/routeTable';
import type { CommitStatusRecord } from './model';
import { isoTime } from './present/urls';

/** A bare page behind every `html_url`, so that a link from a comment or a status opens something true. */
export function webPageRoutes(context: GitHubContext): SandboxRoute[] {
	return routeTable(context, [['GET', '/github.com/:owner/:repo/*rest', showCommit]]);
}

function showCommit(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const { owner = '', repo = '', rest = '' } = request.params;
	const record = context.world.repository(`${owner}/${repo}`);
	const reference = /^(?:commit|tree)\/(.+)$/.exec(rest)?.[1] ?? 'HEAD';
	const commit = record && context.git.resolve(record, reference);
	if (!record || !commit) {
		return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not Found' };
	}
	const statuses = record.commitStatuses.filter((status) => status.sha === commit.sha);
	return {
		status: 200,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: [
			'<!doctype html><html lang="en"><head><meta charset="utf-8">',
			`<title>${escapeHtml(record.fullName)}</title></head><body>`,
			`<h1>${escapeHtml(record.fullName)}</h1>`,
			`<p><code>${commit.sha}</code> ${escapeHtml(commit.message)}</p>`,
			`<p>${escapeHtml(commit.author)}, ${isoTime(commit.committedAtMs)}</p>`,
			`<ul>${statuses.map(listItem).join('')}</ul></body></html>`,
		].join('\n'),
	};
}

function listItem({ state, context, description }: CommitStatusRecord): string {
	return `<li><b>${escapeHtml(state)}</b> ${escapeHtml(context)}: ${escapeHtml(description ?? '')}</li>`;
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
