import type { SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository, urlsOf } from '../context';
import { notFound } from '../http/errors';
import { listResponse } from '../http/pagination';
import { createRelease } from '../lifecycle/createRelease';
import { repositoryApiUrl } from '../present/repository';
import { readBody, readBoolean, readRequiredString, readString } from '../http/requestBody';
import { nodeId } from '../present/urls';
import { releasePayload } from '../present/payloads/release';
import { representRelease } from '../present/release';

/** Releases and tags. */
export function releaseRoutes(context: GitHubContext): SandboxRoute[] {
	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/tags',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const api = repositoryApiUrl(urlsOf(context), record.fullName);
				return listResponse(request, [...record.tags], ([name, sha]) => ({
					name,
					commit: { sha, url: `${api}/commits/${sha}` },
					zipball_url: `${api}/zipball/refs/tags/${name}`,
					tarball_url: `${api}/tarball/refs/tags/${name}`,
					node_id: nodeId('Ref', `${record.fullName}:refs/tags/${name}`),
				}));
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/releases',
			handle: (request) => {
				const record = requestedRepository(context, request);
				return listResponse(request, [...record.releases].reverse(), (release) =>
					representRelease(context, record, release),
				);
			},
		},
		{
			method: 'POST',
			pattern: '/repos/:owner/:repo/releases',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const body = readBody(request);
				const name = readString(body, 'name');
				const text = readString(body, 'body');
				const release = createRelease(context, record, {
					tag: readRequiredString(body, 'tag_name'),
					target:
						readString(body, 'target_commitish') ??
						context.services.repositories.defaultBranch,
					...(name === undefined ? {} : { name }),
					...(text === undefined ? {} : { body: text }),
					draft: readBoolean(body, 'draft') ?? false,
					prerelease: readBoolean(body, 'prerelease') ?? false,
				});
				const actions = release.draft
					? (['created'] as const)
					: (['created', 'published', 'released'] as const);
				for (const action of actions) {
					// A prerelease is published and not released.
					if (action === 'released' && release.prerelease) continue;
					context.webhooks.emitLater(
						record,
						'release',
						releasePayload(context, record, release, action),
					);
				}
				return { status: 201, body: representRelease(context, record, release) };
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/releases/latest',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const release = record.releases
					.filter((candidate) => !candidate.draft && !candidate.prerelease)
					.at(-1);
				if (!release) throw notFound();
				return { status: 200, body: representRelease(context, record, release) };
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/releases/tags/*tag',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const release = record.releases.find(
					(candidate) => !candidate.draft && candidate.tag === request.params['tag'],
				);
				if (!release) throw notFound();
				return { status: 200, body: representRelease(context, record, release) };
			},
		},
	];
}
