import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import { notFound } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readBoolean, readRequiredString, readString } from '../http/requestBody';
import { createRelease } from '../lifecycle/createRelease';
import { releasePayload } from '../present/payloads/release';
import { representRelease } from '../present/release';
import { repositoryApiUrl } from '../present/repository';
import { nodeId } from '../present/urls';

/** Releases and tags. */
export function releaseRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/tags', listTags],
		['GET', '/releases', listReleases],
		['POST', '/releases', postRelease],
		['GET', '/releases/latest', getLatestRelease],
		['GET', '/releases/tags/*tag', getReleaseByTag],
	]);
}

function listTags({ context, request, record }: Visit): SandboxResponse {
	const api = repositoryApiUrl(urlsOf(context), record.fullName);
	return listResponse(request, [...record.tags], ([name, sha]) => ({
		name,
		commit: { sha, url: `${api}/commits/${sha}` },
		zipball_url: `${api}/zipball/refs/tags/${name}`,
		tarball_url: `${api}/tarball/refs/tags/${name}`,
		node_id: nodeId('Ref', `${record.fullName}:refs/tags/${name}`),
	}));
}

function listReleases({ context, request, record }: Visit): SandboxResponse {
	return listResponse(request, [...record.releases].reverse(), (release) => representRelease(context, record, release));
}

function postRelease({ context, request, record }: Visit): SandboxResponse {
	const body = readBody(request);
	const name = readString(body, 'name');
	const text = readString(body, 'body');
	const release = createRelease(context, record, {
		tag: readRequiredString(body, 'tag_name'),
		target: readString(body, 'target_commitish') ?? context.services.repositories.defaultBranch,
		...(name === undefined ? {} : { name }),
		...(text === undefined ? {} : { body: text }),
		draft: readBoolean(body, 'draft') ?? false,
		prerelease: readBoolean(body, 'prerelease') ?? false,
	});
	const actions = release.draft ? (['created'] as const) : (['created', 'published', 'released'] as const);
	for (const action of actions) {
		// A prerelease is published and not released.
		if (action === 'released' && release.prerelease) continue;
		context.webhooks.emitLater(record, 'release', releasePayload(context, record, release, action));
	}
	return { status: 201, body: representRelease(context, record, release) };
}

function getLatestRelease({ context, record }: Visit): SandboxResponse {
	const release = record.releases.filter((candidate) => !candidate.draft && !candidate.prerelease).at(-1);
	if (!release) throw notFound();
	return { status: 200, body: representRelease(context, record, release) };
}

function getReleaseByTag({ context, request, record }: Visit): SandboxResponse {
	const release = record.releases.find((candidate) => !candidate.draft && candidate.tag === request.params['tag']);
	if (!release) throw notFound();
	return { status: 200, body: representRelease(context, record, release) };
}
