import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { apiError } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { representCommit } from '../present/commit';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';

/** Branches; none is protected. */
export function branchRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/branches', listBranches],
		// Not `*branch`, which would take the list's place; clients encode a branch's slashes.
		['GET', '/branches/:branch', getBranch],
	]);
}

function listBranches({ context, request, record }: Visit): SandboxResponse {
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	const branches = request.query.get('protected') === 'true' ? [] : context.git.branches(record);
	return listResponse(request, [...branches].sort(), (name) => {
		const { sha } = context.git.require(record, `heads/${name}`);
		return { name, commit: { sha, url: `${api}/commits/${sha}` }, protected: false };
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
			protected: false,
			protection: {
				enabled: false,
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
