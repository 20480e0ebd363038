import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import { apiError, notFound } from '../http/errors';
import { NO_COMMIT } from '../present/payloads/push';
import { announceReference } from '../lifecycle/announceReference';
import { repositoryApiUrl } from '../present/repository';
import { readBody, readBoolean, readRequiredString } from '../http/requestBody';
import { nodeId } from '../present/urls';
import { TOKEN_LOGIN } from '../world/accounts';
import type { JsonObject, RepositoryRecord } from '../model';

/** Git references: branches and tags made, moved and deleted by name. Each change is a push. */
export function referenceRoutes(context: GitHubContext): SandboxRoute[] {
	function represent(record: RepositoryRecord, name: string, sha: string): JsonObject {
		const api = repositoryApiUrl(urlsOf(context), record.fullName);
		return {
			ref: `refs/${name}`,
			node_id: nodeId('Ref', `${record.fullName}:refs/${name}`),
			url: `${api}/git/refs/${name}`,
			object: { sha, type: 'commit', url: `${api}/git/commits/${sha}` },
		};
	}

	function requestedName(request: SandboxRequest): string {
		return (request.params['ref'] ?? '').replace(/^refs\//, '');
	}

	function shaOf(record: RepositoryRecord, name: string): string | undefined {
		return /^(?:heads|tags)\/./.test(name) ? context.git.resolve(record, name)?.sha : undefined;
	}

	function set(record: RepositoryRecord, name: string, sha: string): void {
		const short = name.replace(/^(?:heads|tags)\//, '');
		if (name.startsWith('tags/')) {
			record.tags.set(short, sha);
			context.services.repositories.tag(record.fullName, short, sha);
		} else {
			context.services.repositories.moveBranch(record.fullName, short, sha);
		}
	}

	function announce(
		record: RepositoryRecord,
		name: string,
		before: string | undefined,
		after: string | undefined,
	): void {
		record.pushedAtMs = context.services.clock.now();
		announceReference(context, record, {
			reference: `refs/${name}`,
			before: before ?? NO_COMMIT,
			after: after ?? NO_COMMIT,
			pusher: TOKEN_LOGIN,
		});
	}

	function requiredCommit(record: RepositoryRecord, sha: string): string {
		const commit = /^[0-9a-f]{40}$/i.test(sha) ? context.git.resolve(record, sha) : undefined;
		if (!commit) throw apiError(422, 'Object does not exist');
		return commit.sha;
	}

	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/git/ref/*ref',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const name = requestedName(request);
				const sha = shaOf(record, name);
				if (!sha) throw notFound();
				return { status: 200, body: represent(record, name, sha) };
			},
		},
		{
			method: 'POST',
			pattern: '/repos/:owner/:repo/git/refs',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const body = readBody(request);
				const reference = readRequiredString(body, 'ref');
				if (!/^refs\/(?:heads|tags)\/./.test(reference)) {
					throw apiError(
						422,
						"Reference name must start with 'refs' and have at least two slashes.",
					);
				}
				const name = reference.slice('refs/'.length);
				const sha = requiredCommit(record, readRequiredString(body, 'sha'));
				if (shaOf(record, name)) throw apiError(422, 'Reference already exists');
				set(record, name, sha);
				announce(record, name, undefined, sha);
				return { status: 201, body: represent(record, name, sha) };
			},
		},
		{
			method: 'PATCH',
			pattern: '/repos/:owner/:repo/git/refs/*ref',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const name = requestedName(request);
				const body = readBody(request);
				const before = shaOf(record, name);
				if (!before) throw apiError(422, 'Reference does not exist');
				const after = requiredCommit(record, readRequiredString(body, 'sha'));
				const comparison = context.git.compare(record, before, after);
				const isFastForward = comparison !== undefined && comparison.behindBy === 0;
				if (!isFastForward && readBoolean(body, 'force') !== true) {
					throw apiError(422, 'Update is not a fast forward');
				}
				set(record, name, after);
				if (before !== after) announce(record, name, before, after);
				return { status: 200, body: represent(record, name, after) };
			},
		},
		{
			method: 'DELETE',
			pattern: '/repos/:owner/:repo/git/refs/*ref',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const name = requestedName(request);
				const before = shaOf(record, name);
				if (!before) throw apiError(422, 'Reference does not exist');
				const short = name.replace(/^(?:heads|tags)\//, '');
				if (name.startsWith('tags/')) {
					record.tags.delete(short);
					context.services.repositories.deleteTag(record.fullName, short);
				} else {
					if (short === context.services.repositories.defaultBranch) {
						throw apiError(422, 'Cannot delete the default branch');
					}
					context.services.repositories.deleteBranch(record.fullName, short);
				}
				announce(record, name, before, undefined);
				return { status: 204 };
			},
		},
	];
}
