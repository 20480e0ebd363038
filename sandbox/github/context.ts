import type { SandboxRequest, SandboxRoute, SandboxServices } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import { notFound } from './http/errors';
import type { GitData } from './world/gitData';
import { representRepository } from './present/repository';
import type { GitHubUrls } from './present/urls';
import { gitHubUrls } from './present/urls';
import type { WebhookSender } from './webhooks/webhookSender';
import type { JsonObject, RepositoryRecord } from './model';
import type { GitHubWorld } from './world/world';

/** What every route of the simulated GitHub works with. */
export interface GitHubContext {
	readonly services: SandboxServices;
	readonly world: GitHubWorld;
	readonly git: GitData;
	readonly webhooks: WebhookSender;
}

export function urlsOf(context: GitHubContext): GitHubUrls {
	return gitHubUrls(context.services);
}

/** The repository that `:owner/:repo` names, GitHub's redirect where it was renamed, or its 404. */
export function requestedRepository(context: GitHubContext, request: SandboxRequest): RepositoryRecord {
	const name = `${request.params['owner']}/${request.params['repo']}`;
	const record = context.world.repository(name);
	if (record) return record;
	const renamed = context.world.renamedRepository(name);
	throw renamed ? moved(request, renamed) : notFound();
}

/** What a repository's former name answers: its address by number, 301 for reads and 307 for writes. */
function moved(request: SandboxRequest, { id }: RepositoryRecord): SandboxHttpError {
	const isRead = request.method === 'GET' || request.method === 'HEAD';
	const rest = request.path.split('/').slice(4).join('/');
	const query = request.query.toString();
	const url = `${request.baseUrl}/repositories/${id}${rest && `/${rest}`}${query && `?${query}`}`;
	return new SandboxHttpError(
		isRead ? 301 : 307,
		{
			message: isRead ? 'Moved Permanently' : 'Temporary Redirect',
			url,
			documentation_url: 'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects',
		},
		{ location: url },
	);
}

/** The same routes under a repository's number, which no rename changes. */
export function routesByNumber(context: GitHubContext, routes: readonly SandboxRoute[]): SandboxRoute[] {
	const prefix = '/repos/:owner/:repo';
	return routes
		.filter(({ pattern }) => pattern === prefix || pattern.startsWith(`${prefix}/`))
		.map((route) => ({
			...route,
			pattern: `/repositories/:repositoryId${route.pattern.slice(prefix.length)}`,
			handle: (request) => {
				const id = Number(request.params['repositoryId']);
				const record = context.world.repositories().find((candidate) => candidate.id === id);
				if (!record) throw notFound();
				return route.handle({ ...request, params: { ...request.params, owner: record.owner, repo: record.name } });
			},
		}));
}

/** A path parameter that must be a number; anything else is a 404, as at GitHub. */
export function numberParameter(request: SandboxRequest, name: string): number {
	const value = Number(request.params[name]);
	if (!Number.isSafeInteger(value)) throw notFound();
	return value;
}

export function repositoryBody(
	context: GitHubContext,
	record: RepositoryRecord,
	fork?: { readonly owner: string },
): JsonObject {
	return representRepository(
		urlsOf(context),
		record,
		{ canWrite: true, defaultBranch: context.services.repositories.defaultBranch },
		fork,
	);
}
