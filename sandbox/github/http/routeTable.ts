import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository } from '../context';
import type { RepositoryRecord } from '../model';

export type Handler = (context: GitHubContext, request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;

/** One request for something of a repository. */
export interface Visit {
	readonly context: GitHubContext;
	readonly request: SandboxRequest;
	readonly record: RepositoryRecord;
}

export type RepositoryHandler = (visit: Visit) => SandboxResponse;

type Table<Handles> = ReadonlyArray<readonly [method: string, pattern: string, handler: Handles]>;

export function routeTable(context: GitHubContext, table: Table<Handler>): SandboxRoute[] {
	return table.map(([method, pattern, handler]) => ({
		method,
		pattern,
		handle: (request) => handler(context, request),
	}));
}

/** Routes below `/repos/:owner/:repo`; one that is not there, or was renamed, is answered before the handler. */
export function repositoryRoutes(context: GitHubContext, table: Table<RepositoryHandler>): SandboxRoute[] {
	return table.map(([method, pattern, handler]) => ({
		method,
		pattern: `/repos/:owner/:repo${pattern}`,
		handle: (request) => handler({ context, request, record: requestedRepository(context, request) }),
	}));
}
