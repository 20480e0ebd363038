import type { RepositoryCommit, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { notFound } from '../http/errors';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { type ContentPlace, representFile, representFolder } from '../present/content';

/** https://docs.github.com/rest/repos/contents, reading alone: a file with its text, or what lies in a folder. */
export function contentRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [['GET', '/contents/*path', getContent]]);
}

function getContent({ context, request, record }: Visit): SandboxResponse {
	const path = (request.params['path'] ?? '').replace(/\/$/, '');
	const ref = request.query.get('ref') || context.services.repositories.defaultBranch;
	const commit: RepositoryCommit = context.git.require(record, ref);
	const place: ContentPlace = { urls: urlsOf(context), fullName: record.fullName, ref };
	const text = commit.files[path];
	if (text !== undefined) return { status: 200, body: representFile(place, path, text) };
	const folder = representFolder(place, path, commit.files);
	if (folder.length === 0) throw notFound();
	return { status: 200, body: folder };
}
