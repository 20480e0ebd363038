import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { apiError } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import type { RepositoryRecord } from '../model';
import { representCommit } from '../present/commit';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';

/** Branches; the default one may be protected. */
export function branchRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/branches', listBranches],
		// Not `*branch`, which would take the list's place; clients encode a branch's slashes.
		['GET', '/branches/:branch', getBranch],
	]);
}

function listBranches({ context, request, record }: Visit): SandboxResponse {
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	const branches = context.git
		.branches(record)
		.filter((name) => request.query.get('protected') !== 'true' || isProtected(context, record, name));
	return listResponse(request, [...branches].sort(), (name) => {
		const { sha } = context.git.require(record, `heads/${name}`);
		return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: isProtected(context, record, name) };
	});
}

function getBranch({ context, request, record }: Visit): SandboxResponse {
	const name = request.params['branch'] ?? '';
	const head = context.git.branchHead(record, name);
	if (!head) throw apiError(404, 'Branch not found');
	const urls = urlsOf(context);
	const self = `${repositoryApiUrl(urls, record.fullName)}/branches/${encodeURIComponent(name)}`;
	return {
		status: 200,
		body: {
			name,
			commit: representCommit(urls, record, head),
			_links: {
				self,
				html: `${repositoryWebUrl(urls, record.fullName)}/tree/${name}`,
			},
			protected: isProtected(context, record, name),
			protection: {
				enabled: isProtected(context, record, name),
				required_status_checks: {
					enforcement_level: 'off',
					contexts: [],
					checks: [],
				},
			},
			protection_url: `${self}/protection`,
		},
	};
}

function isProtected({ services }: GitHubContext, { security }: RepositoryRecord, branch: string): boolean {
	return security.isProtected && branch === services.repositories.defaultBranch;
}
