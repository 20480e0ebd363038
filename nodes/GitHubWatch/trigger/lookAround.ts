import { previewMark } from '../../deployment/preview/previewParts';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { messageOf, PlatformRequestError } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { lookAtOpenPullRequests } from '../../GitHub/api/pullRequests';
import { headsPath, lookAtHeads, lookAtLatestRelease } from '../../GitHub/api/references';
import { repositoryFrom } from '../../GitHub/api/repositories';
import { nothingRemembered, type RepositoryMemory } from '../state/watchMemory';
import type { WatchedRepository } from '../state/watchList';

/** What a look at all repositories found. */
export interface LookAround {
	/** By `owner/name`: those that could be looked at. */
	readonly looks: ReadonlyMap<string, RepositoryMemory>;
	/** By `owner/name`: why the others could not. */
	readonly failures: ReadonlyMap<string, string>;
}

/** So many requests at once: GitHub's limit is a hundred, for all that an account does. */
const concurrency = 8;

/** What takes longer is looked at by the next poll. */
const lookTimeoutMs = 10_000;

/**
 * Looks at each repository by one conditional request, and one more each where a service deploys the latest release, and where pull requests have previews. One
 * that fails does not keep the others from being looked at; a refused token and a rate limit would fail for all.
 * None is begun after the deadline; which is first changes from poll to poll, so that the same are never last.
 */
export async function lookAround(
	client: PlatformClient,
	repositories: readonly WatchedRepository[],
	known: ReadonlyMap<string, RepositoryMemory>,
	deadlineMs: number,
): Promise<LookAround> {
	const looks = new Map<string, RepositoryMemory>();
	const failures = new Map<string, string>();
	let endedBy: string | null = null;
	await mapConcurrently(inTurn(repositories), concurrency, async (repository) => {
		if (endedBy === null && clock.now() >= deadlineMs) endedBy = 'There was no time left in this poll';
		if (endedBy !== null) {
			failures.set(repository.name, endedBy);
			return;
		}
		const look = await attempt(lookAt(client, repository, known.get(repository.name) ?? nothingRemembered));
		if (look.ok) {
			looks.set(repository.name, look.value);
			return;
		}
		failures.set(repository.name, messageOf(look.error));
		if (failsForAll(look.error)) endedBy = messageOf(look.error);
	});
	return { looks, failures };
}

async function lookAt(
	client: PlatformClient,
	watched: WatchedRepository,
	known: RepositoryMemory,
): Promise<RepositoryMemory> {
	const heads = watched.branches.length > 0 ? await lookAtBranches(client, watched, known) : {};
	const release = watched.releaseBranches.length > 0 ? await lookAtRelease(client, watched, known) : {};
	const pullRequests = watched.hasPreviews ? await lookAtPullRequests(client, watched, known) : {};
	return { ...nothingRemembered, ...heads, ...release, ...pullRequests };
}

async function lookAtPullRequests(
	client: PlatformClient,
	{ name }: WatchedRepository,
	known: RepositoryMemory,
): Promise<Pick<RepositoryMemory, 'pullRequestsEtag' | 'pullRequests'>> {
	const options = { etag: known.pullRequestsEtag, timeoutMs: lookTimeoutMs };
	const look = await lookAtOpenPullRequests(client, repositoryFrom(name), options);
	return look.state === 'unchanged'
		? { pullRequestsEtag: known.pullRequestsEtag, pullRequests: known.pullRequests }
		: {
				pullRequestsEtag: look.etag,
				pullRequests: Object.fromEntries(look.found.map((pull) => [String(pull.number), previewMark(pull)])),
			};
}

async function lookAtBranches(
	client: PlatformClient,
	{ name, branches }: WatchedRepository,
	known: RepositoryMemory,
): Promise<Pick<RepositoryMemory, 'question' | 'etag' | 'heads'>> {
	const repository = repositoryFrom(name);
	const question = `${headsPath(repository, branches)} ${branches.join(' ')}`;
	const etag = known.question === question ? known.etag : '';
	const look = await lookAtHeads(client, repository, branches, { etag, timeoutMs: lookTimeoutMs });
	return look.state === 'unchanged'
		? { question, etag, heads: known.heads }
		: { question, etag: look.etag, heads: Object.fromEntries(look.found) };
}

async function lookAtRelease(
	client: PlatformClient,
	{ name }: WatchedRepository,
	known: RepositoryMemory,
): Promise<Pick<RepositoryMemory, 'releaseEtag' | 'release'>> {
	const options = { etag: known.releaseEtag, timeoutMs: lookTimeoutMs };
	const look = await lookAtLatestRelease(client, repositoryFrom(name), options);
	return look.state === 'unchanged'
		? { releaseEtag: known.releaseEtag, release: known.release }
		: { releaseEtag: look.etag, release: look.found ?? { id: '', tag: '' } };
}

function inTurn(repositories: readonly WatchedRepository[]): WatchedRepository[] {
	const start = Math.floor(clock.now() / 60_000) % Math.max(1, repositories.length);
	return [...repositories.slice(start), ...repositories.slice(0, start)];
}

function failsForAll(error: unknown): boolean {
	return error instanceof PlatformRequestError && (error.status === 401 || error.kind === 'rateLimited');
}
