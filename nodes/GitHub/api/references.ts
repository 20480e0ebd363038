import { listAt, numberAt, textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt } from '../../shared/waiting/attempt';
import { type ConditionalAnswer, readIfChanged } from './conditionalRead';
import { assertVisible, type Repository } from './repositories';

/** What a conditional look found. */
export type ConditionalLook<Found> =
	{ readonly state: 'unchanged' } | { readonly state: 'read'; readonly etag: string; readonly found: Found };

/** For how long one look may take, and what an earlier one is known by; an empty tag always reads. */
export interface LookOptions {
	readonly etag: string;
	readonly timeoutMs: number;
}

/** The address that tells all these heads in one request: the same for the same branches in any order. */
export function headsPath({ apiPath }: Repository, branches: readonly string[]): string {
	const [first = '', ...others] = branches;
	if (others.length === 0) return `${apiPath}${path`/git/ref/heads/${first}`}`;
	const prefix = others.reduce(commonStart, first);
	return `${apiPath}/git/matching-refs/heads/${prefix === '' ? '' : path`${prefix}`}`;
}

/**
 * The heads of branches by one conditional request: a commit by branch, empty for one that is not there.
 *
 * @throws PlatformRequestError when GitHub does not answer, also where the token does not see the repository.
 */
export async function lookAtHeads(
	client: PlatformClient,
	repository: Repository,
	branches: readonly string[],
	{ etag, timeoutMs }: LookOptions,
): Promise<ConditionalLook<ReadonlyMap<string, string>>> {
	const request = { path: headsPath(repository, branches), timeoutMs };
	const answer = await readUnlessEmpty(client, request, etag);
	if (answer?.isUnchanged === true) return { state: 'unchanged' };
	if (answer?.isMissing === true) {
		// What the token does not see answers 404 as well: that is an error, not "no such branch".
		await assertVisible(client, repository);
	}
	const references = branches.length === 1 ? [answer?.body] : listAt({ list: answer?.body }, 'list');
	const shas = new Map(
		references.flatMap((reference): Array<[string, string]> => {
			const name = textAt(reference, 'ref');
			const sha = textAt(reference, 'object', 'sha');
			return name === null || sha === null ? [] : [[name, sha]];
		}),
	);
	return {
		state: 'read',
		etag: answer?.etag ?? '',
		found: new Map(branches.map((branch) => [branch, shas.get(`refs/heads/${branch}`) ?? ''])),
	};
}

/** The answer, or undefined where the repository has no commit yet: GitHub says 409 to that. */
async function readUnlessEmpty(
	client: PlatformClient,
	request: { readonly path: string; readonly timeoutMs: number },
	etag: string,
): Promise<ConditionalAnswer | undefined> {
	const read = await attempt(readIfChanged(client, request, etag));
	if (read.ok) return read.value;
	if (read.error instanceof PlatformRequestError && read.error.status === 409) return undefined;
	throw read.error;
}

function commonStart(one: string, other: string): string {
	let length = 0;
	while (length < one.length && one[length] === other[length]) length++;
	return one.slice(0, length);
}

/** A release's number and its tag. */
export interface ReleaseMark {
	readonly id: string;
	readonly tag: string;
}

/** The latest release by one conditional request; null for a repository without one. Drafts and prereleases never are. */
export async function lookAtLatestRelease(
	client: PlatformClient,
	repository: Repository,
	{ etag, timeoutMs }: LookOptions,
): Promise<ConditionalLook<ReleaseMark | null>> {
	const answer = await readIfChanged(client, { path: `${repository.apiPath}/releases/latest`, timeoutMs }, etag);
	if (answer.isUnchanged) return { state: 'unchanged' };
	if (answer.isMissing) {
		await assertVisible(client, repository);
		return { state: 'read', etag: '', found: null };
	}
	const id = numberAt(answer.body, 'id');
	return {
		state: 'read',
		etag: answer.etag,
		found: id === null ? null : { id: String(id), tag: textAt(answer.body, 'tag_name') ?? '' },
	};
}
