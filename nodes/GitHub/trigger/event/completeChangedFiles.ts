import type { DeploymentEvent } from '../../../deployment/event/deploymentEvent';
import { carriesChanges } from '../../../deployment/event/eventFilter';
import { numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Delivery } from './readDelivery';

/** GitHub waits ten seconds for the answer to a delivery; half of it is for this. */
const timeoutMs = 5_000;

/** The most files a comparison lists (docs.github.com/rest/commits/commits, "Compare two commits"). */
const maxComparedFiles = 300;

interface Range {
	readonly base: string;
	readonly head: string;
}

/**
 * The event with the changed files that its payload did not have, from the compare API. Where that
 * fails, or GitHub's list is cut as well, the event says that it is incomplete, and why.
 */
export async function completeChangedFiles(
	client: PlatformClient,
	delivery: Delivery,
	event: DeploymentEvent,
): Promise<DeploymentEvent> {
	if (event.changedFilesComplete || !carriesChanges(event) || event.repository === null) return event;
	const ranges = rangesOf(event);
	if (ranges.length === 0) return event;
	const { owner, name } = event.repository;
	// Settled, not raised: a list that stays incomplete is an answer, and a delivery is never lost over it.
	const answers = await Promise.allSettled(
		ranges.map(async ({ base, head }) => {
			return await client.object({
				method: 'GET',
				path: path`/repos/${owner}/${name}/compare/${base}...${head}`,
				// Files come with the first page, whatever its size; the commits are not needed.
				query: { per_page: 1, page: 1 },
				timeoutMs,
			});
		}),
	);
	const files = new Set(event.changedFiles);
	const problems: string[] = [];
	for (const answer of answers) {
		if (answer.status === 'rejected') {
			problems.push(answer.reason instanceof Error ? answer.reason.message : 'GitHub did not answer');
			continue;
		}
		const compared = valueAt(answer.value, 'files');
		if (!Array.isArray(compared)) {
			problems.push('GitHub listed no files at all');
			continue;
		}
		// A comparison tells what the head adds. Behind its base it adds nothing, and still differs.
		if (textAt(answer.value, 'status') === 'behind' && !event.forced) {
			problems.push('The commit is behind the one it is compared with');
		}
		if (compared.length >= maxComparedFiles) {
			problems.push(`GitHub lists ${maxComparedFiles} files at most`);
		}
		for (const file of compared) {
			for (const key of ['filename', 'previous_filename']) {
				const filename = textAt(file, key);
				if (filename !== null) files.add(filename);
			}
		}
	}
	const expected = numberAt(delivery.payload, 'pull_request', 'changed_files') ?? 0;
	if (problems.length === 0 && files.size < expected) {
		problems.push(`GitHub listed ${files.size} of ${expected} changed files`);
	}
	const isComplete = problems.length === 0;
	return {
		...event,
		changedFiles: [...files].sort(),
		changedFilesComplete: isComplete,
		nothingDiffers: isComplete && files.size === 0,
		changedFilesNote: isComplete
			? 'Completed by comparing commits'
			: `${problems.join('; ')}. Path filters let the event through`,
	};
}

/** What to compare; empty when there is nothing to compare with. */
function rangesOf(event: DeploymentEvent): Range[] {
	const { sha, before, forced, created, branch, repository, pullRequest } = event;
	if (sha === null) return [];
	if (pullRequest) {
		return pullRequest.baseSha === '' ? [] : [{ base: pullRequest.baseSha, head: sha }];
	}
	if (created || before === null) {
		const defaultBranch = repository?.defaultBranch ?? '';
		return defaultBranch === '' || branch === defaultBranch
			? []
			: [{ base: defaultBranch, head: sha }];
	}
	// A comparison starts at the common ancestor, so it is asked for both ways after a forced push:
	// what the replaced commits had changed is changed back.
	return forced
		? [{ base: before, head: sha }, { base: sha, head: before }]
		: [{ base: before, head: sha }];
}
