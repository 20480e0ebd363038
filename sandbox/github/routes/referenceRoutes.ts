import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { apiError, notFound } from '../http/errors';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readBoolean, readRequiredString } from '../http/requestBody';
import { announceReference } from '../lifecycle/announceReference';
import type { RepositoryRecord } from '../model';
import { NO_COMMIT } from '../present/payloads/push';
import { representReference } from '../present/reference';
import { TOKEN_LOGIN } from '../world/accounts';

/** Git references: branches and tags made, moved and deleted by name. Each change is a push. */
export function referenceRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/git/ref/*ref', getReference],
		['GET', '/git/matching-refs/*ref', listMatchingReferences],
		['POST', '/git/refs', createReference],
		['PATCH', '/git/refs/*ref', updateReference],
		['DELETE', '/git/refs/*ref', deleteReference],
	]);
}

function getReference({ context, request, record }: Visit): SandboxResponse {
	const name = requestedName(request);
	const sha = shaOf(context, record, name);
	if (!sha) throw notFound();
	return { status: 200, body: representReference(context, record, name, sha) };
}

/** Every reference whose name begins so, by name, in one answer: this endpoint does not page. */
function listMatchingReferences({ context, request, record }: Visit): SandboxResponse {
	const wanted = requestedName(request);
	const names = [
		...context.git.branches(record).map((name) => `heads/${name}`),
		...[...record.tags.keys()].map((name) => `tags/${name}`),
	].filter((name) => name.startsWith(wanted));
	const body = names.sort().flatMap((name) => {
		const sha = shaOf(context, record, name);
		return sha ? [representReference(context, record, name, sha)] : [];
	});
	return { status: 200, body };
}

function createReference({ context, request, record }: Visit): SandboxResponse {
	const body = readBody(request);
	const reference = readRequiredString(body, 'ref');
	if (!/^refs\/(?:heads|tags)\/./.test(reference)) {
		throw apiError(422, "Reference name must start with 'refs' and have at least two slashes.");
	}
	const name = reference.slice('refs/'.length);
	const sha = requiredCommit(context, record, readRequiredString(body, 'sha'));
	if (shaOf(context, record, name)) throw apiError(422, 'Reference already exists');
	set(context, record, name, sha);
	announce(context, record, name, undefined, sha);
	return { status: 201, body: representReference(context, record, name, sha) };
}

function updateReference({ context, request, record }: Visit): SandboxResponse {
	const name = requestedName(request);
	const body = readBody(request);
	const before = shaOf(context, record, name);
	if (!before) throw apiError(422, 'Reference does not exist');
	const after = requiredCommit(context, record, readRequiredString(body, 'sha'));
	const comparison = context.git.compare(record, before, after);
	const isFastForward = comparison !== undefined && comparison.behindBy === 0;
	if (!isFastForward && readBoolean(body, 'force') !== true) {
		throw apiError(422, 'Update is not a fast forward');
	}
	set(context, record, name, after);
	if (before !== after) announce(context, record, name, before, after);
	return { status: 200, body: representReference(context, record, name, after) };
}

function deleteReference({ context, request, record }: Visit): SandboxResponse {
	const name = requestedName(request);
	const before = shaOf(context, record, name);
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
	announce(context, record, name, before, undefined);
	return { status: 204 };
}

function requestedName(request: SandboxRequest): string {
	return (request.params['ref'] ?? '').replace(/^refs\//, '');
}

function shaOf(context: GitHubContext, record: RepositoryRecord, name: string): string | undefined {
	return /^(?:heads|tags)\/./.test(name) ? context.git.resolve(record, name)?.sha : undefined;
}

function set(context: GitHubContext, record: RepositoryRecord, name: string, sha: string): void {
	const short = name.replace(/^(?:heads|tags)\//, '');
	if (name.startsWith('tags/')) {
		record.tags.set(short, sha);
		context.services.repositories.tag(record.fullName, short, sha);
	} else {
		context.services.repositories.moveBranch(record.fullName, short, sha);
	}
}

function announce(
	context: GitHubContext,
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

function requiredCommit(context: GitHubContext, record: RepositoryRecord, sha: string): string {
	const commit = /^[0-9a-f]{40}$/i.test(sha) ? context.git.resolve(record, sha) : undefined;
	if (!commit) throw apiError(422, 'Object does not exist');
	return commit.sha;
}
