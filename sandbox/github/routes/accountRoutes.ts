import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import type { AccessControl } from '../http/access';
import { canWrite, requireUser } from '../http/access';
import { notFound } from '../http/errors';
import { listResponse, paginate } from '../http/pagination';
import { routeTable } from '../http/routeTable';
import type { RepositoryRecord } from '../model';
import { type RepositoryView, representFullRepository, representRepository } from '../present/repository';
import { representAuthenticatedUser } from '../present/user';
import { TOKEN_LOGIN } from '../world/accounts';

/** The account, its repositories and the rate limit. */
export function accountRoutes(context: GitHubContext, { rateLimit }: AccessControl): SandboxRoute[] {
	return routeTable(context, [
		['GET', '/user', getUser],
		['GET', '/rate_limit', () => rateLimitResponse(rateLimit.state())],
		['GET', '/user/repos', listRepositories],
		['GET', '/orgs/:organization/repos', listRepositoriesOfOrganization],
		['GET', '/search/repositories', searchRepositories],
		['GET', '/repos/:owner/:repo', getRepository],
	]);
}

function getUser(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	requireUser(request);
	return {
		status: 200,
		headers: { 'x-oauth-scopes': 'admin:org_hook, repo, workflow' },
		body: representAuthenticatedUser(urlsOf(context), TOKEN_LOGIN, context.world.repositories().length),
	};
}

function rateLimitResponse(rate: unknown): SandboxResponse {
	return { status: 200, body: { resources: { core: rate, search: rate }, rate } };
}

function listRepositories(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	return listResponse(request, context.world.repositories(), (record) => represented(context, request, record));
}

function listRepositoriesOfOrganization(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const organization = request.params['organization']?.toLowerCase();
	const records = context.world.repositories().filter((record) => record.owner.toLowerCase() === organization);
	if (records.length === 0) throw notFound();
	return listResponse(request, records, (record) => represented(context, request, record));
}

function searchRepositories(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const found = matching(context.world.repositories(), request.query.get('q') ?? '');
	const page = paginate(request, found);
	return {
		status: 200,
		headers: page.headers,
		body: {
			total_count: found.length,
			incomplete_results: false,
			items: page.items.map((record) => ({ ...represented(context, request, record), score: 1 })),
		},
	};
}

function getRepository(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const record = requestedRepository(context, request);
	return { status: 200, body: representFullRepository(urlsOf(context), record, viewOf(context, request)) };
}

function represented(context: GitHubContext, request: SandboxRequest, record: RepositoryRecord) {
	return representRepository(urlsOf(context), record, viewOf(context, request));
}

function viewOf(context: GitHubContext, request: SandboxRequest): RepositoryView {
	return { canWrite: canWrite(request), defaultBranch: context.services.repositories.defaultBranch };
}

/** Words match the name; `org:`, `user:` and `repo:` narrow, other qualifiers are ignored. */
function matching(records: readonly RepositoryRecord[], query: string): RepositoryRecord[] {
	const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
	const owners = terms.filter((term) => /^(?:org|user):/.test(term)).map((term) => term.slice(term.indexOf(':') + 1));
	const names = terms.filter((term) => term.startsWith('repo:')).map((term) => term.slice(5));
	const words = terms.filter((term) => !term.includes(':'));
	return records.filter(
		(record) =>
			(owners.length === 0 || owners.includes(record.owner.toLowerCase())) &&
			(names.length === 0 || names.includes(record.fullName.toLowerCase())) &&
			words.every((word) => record.fullName.toLowerCase().includes(word)),
	);
}
