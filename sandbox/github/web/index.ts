import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { routeTable } from '../http/routeTable';
import type { RepositoryRecord } from '../model';
import { commitPage } from './commitPage';
import { pullRequestPage } from './pullRequestPage';

/** A bare page behind every `html_url`, so that a link from a comment or a status opens something true. */
export function webPageRoutes(context: GitHubContext): SandboxRoute[] {
	return routeTable(context, [['GET', '/github.com/:owner/:repo/*rest', show]]);
}

function show(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const { owner = '', repo = '', rest = '' } = request.params;
	const record = context.world.repository(`${owner}/${repo}`);
	const html = record && pageOf(context, record, rest);
	return html === undefined
		? { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not Found' }
		: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: html };
}

function pageOf(context: GitHubContext, record: RepositoryRecord, path: string): string | undefined {
	const [, number] = /^pull\/(\d+)$/.exec(path) ?? [];
	if (number === undefined) return commitPage(context, record, path);
	const pull = record.pullRequests.find((candidate) => candidate.number === Number(number));
	return pull && pullRequestPage(record, pull);
}
