import type { SandboxRoute } from '../../kernel/platform';
import type { AccessControl } from '../http/access';
import { canWrite, requireUser } from '../http/access';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import { notFound } from '../http/errors';
import { listResponse, paginate } from '../http/pagination';
import { representFullRepository, representRepository } from '../present/repository';
import { TOKEN_LOGIN } from '../world/accounts';
import { representAuthenticatedUser } from '../present/user';

/** The account, its repositories and the rate limit. */
export function repositoryRoutes(context: GitHubContext, access: AccessControl): SandboxRoute[] {
	const { defaultBranch } = context.services.repositories;
	return [
		{
			method: 'GET',
			pattern: '/user',
			handle: (request) => {
				requireUser(request);
				return {
					status: 200,
					headers: { 'x-oauth-scopes': 'admin:org_hook, repo, workflow' },
					body: representAuthenticatedUser(
						urlsOf(context),
						TOKEN_LOGIN,
						context.world.repositories().length,
					),
				};
			},
		},
		{
			method: 'GET',
			pattern: '/rate_limit',
			handle: () => {
				const rate = access.rateLimit();
				return { status: 200, body: { resources: { core: rate, search: rate }, rate } };
			},
		},
		{
			method: 'GET',
			pattern: '/user/repos',
			handle: (request) =>
				listResponse(request, context.world.repositories(), (record) =>
					representRepository(urlsOf(context), record, {
						canWrite: canWrite(request),
						defaultBranch,
					}),
				),
		},
		{
			method: 'GET',
			pattern: '/orgs/:organization/repos',
			handle: (request) => {
				const organization = request.params['organization']?.toLowerCase();
				const records = context.world
					.repositories()
					.filter((record) => record.owner.toLowerCase() === organization);
				if (records.length === 0) throw notFound();
				return listResponse(request, records, (record) =>
					representRepository(urlsOf(context), record, {
						canWrite: canWrite(request),
						defaultBranch,
					}),
				);
			},
		},
		{
			method: 'GET',
			pattern: '/search/repositories',
			handle: (request) => {
				const found = searchRepositories(
					context.world.repositories(),
					request.query.get('q') ?? '',
				);
				const page = paginate(request, found);
				return {
					status: 200,
					headers: page.headers,
					body: {
						total_count: found.length,
						incomplete_results: false,
						items: page.items.map((record) => ({
							...representRepository(urlsOf(context), record, {
								canWrite: canWrite(request),
								defaultBranch,
							}),
							score: 1,
						})),
					},
				};
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo',
			handle: (request) => ({
				status: 200,
				body: representFullRepository(
					urlsOf(context),
					requestedRepository(context, request),
					{ canWrite: canWrite(request), defaultBranch },
				),
			}),
		},
	];
}

/** Words match the name; `org:`, `user:` and `repo:` narrow, other qualifiers are passed over. */
function searchRepositories<Found extends { fullName: string; owner: string }>(
	records: readonly Found[],
	query: string,
): Found[] {
	const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
	const owners = terms
		.filter((term) => /^(?:org|user):/.test(term))
		.map((term) => term.slice(term.indexOf(':') + 1));
	const names = terms.filter((term) => term.startsWith('repo:')).map((term) => term.slice(5));
	const words = terms.filter((term) => !term.includes(':'));
	return records.filter(
		(record) =>
			(owners.length === 0 || owners.includes(record.owner.toLowerCase())) &&
			(names.length === 0 || names.includes(record.fullName.toLowerCase())) &&
			words.every((word) => record.fullName.toLowerCase().includes(word)),
	);
}
