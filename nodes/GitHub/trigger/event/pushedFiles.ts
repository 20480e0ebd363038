import type { DeploymentEvent } from '../../../deployment/event/deploymentEvent';
import { listAt, numberAt, textAt, textsAt } from '../../../deployment/values/jsonFields';

type Changes = Pick<DeploymentEvent, 'changedFiles' | 'changedFilesComplete' | 'changedFilesNote' | 'nothingDiffers'>;

/**
 * How many commits GitHub puts in a push at most: 2,048 by its documentation ("push" in
 * docs.github.com/webhooks/webhook-events-and-payloads), 20 on older servers. A list of just that
 * length may be cut.
 */
const commitCaps: readonly number[] = [20, 2048];

/** A commit that lists so many files may have more: where GitHub's REST API stops, too. */
const maxFilesOfCommit = 3000;

/** The files that a push's payload lists, and whether the list is certainly complete. */
export function pushedFiles(
	payload: unknown,
	subject: Pick<DeploymentEvent, 'tag' | 'sha' | 'before' | 'forced' | 'created'>,
): Changes {
	const files = new Set<string>();
	let hasHugeCommit = false;
	let isSilent = false;
	const commits = listAt(payload, 'commits');
	for (const commit of commits) {
		const listed = ['added', 'modified', 'removed'].flatMap((list) => textsAt(commit, list));
		hasHugeCommit ||= listed.length >= maxFilesOfCommit;
		isSilent ||= listed.length === 0;
		for (const file of listed) files.add(file);
	}
	const note =
		reasonForDoubt(payload, commits, subject, hasHugeCommit) ||
		// An empty commit, or a merge whose files are not listed: the delivery does not say which.
		(isSilent ? 'The delivery lists no files for one of the commits' : '');
	return {
		changedFiles: [...files].sort(),
		changedFilesComplete: note === '',
		nothingDiffers: false,
		changedFilesNote: note,
	};
}

/** Empty when the list is certainly complete. */
function reasonForDoubt(
	payload: unknown,
	commits: readonly unknown[],
	{ tag, sha, before, forced, created }: Pick<DeploymentEvent, 'tag' | 'sha' | 'before' | 'forced' | 'created'>,
	hasHugeCommit: boolean,
): string {
	if (tag !== null) return 'A tag only names a commit: it changes no files';
	if (created || before === null) return 'The branch is new: the delivery does not list all it adds';
	if (forced) return 'The push was forced: the delivery does not list what it removed';
	const size = numberAt(payload, 'size') ?? numberAt(payload, 'distinct_size') ?? commits.length;
	if (size > commits.length || commitCaps.some((cap) => commits.length === cap) || commits.length > 2048) {
		return `The delivery lists ${commits.length} commits, and there may be more`;
	}
	if (textAt(commits.at(-1), 'id') !== sha) {
		return 'The delivery does not list the head commit';
	}
	if (hasHugeCommit) return 'A commit lists so many files that there may be more';
	return '';
}
