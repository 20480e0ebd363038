import type { DeploymentEvent } from '../../../deployment/event/deploymentEvent';
import { carriesChanges } from '../../../deployment/event/eventFilter';
import { numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { type Attempt, attempt } from '../../../shared/waiting/attempt';
import { compareCommits, maxComparedFiles } from '../../api/comparisons';
import { comparedRanges } from './comparedRanges';
import type { Delivery } from './readDelivery';

/** GitHub waits ten seconds for the answer to a delivery; half of it is for this. */
const timeoutMs = 5_000;

interface ComparedFiles {
	readonly files: readonly string[];
	/** Why there may be more; empty when there are not. */
	readonly problems: readonly string[];
}

/**
 * The event with the changed files that its payload lacks, from the compare API. Where that fails, or
 * GitHub's list is cut as well, the event says that it is incomplete, and why.
 */
export async function completeChangedFiles(
	client: PlatformClient,
	delivery: Delivery,
	event: DeploymentEvent,
): Promise<DeploymentEvent> {
	if (event.changedFilesComplete || !carriesChanges(event) || event.repository === null) return event;
	const ranges = comparedRanges(event);
	if (ranges.length === 0) return event;
	const { owner, name } = event.repository;
	const apiPath = path`/repos/${owner}/${name}`;
	// An attempt, not an error: an incomplete list is an answer, and no delivery is lost over it.
	const answers = await Promise.all(
		ranges.map(
			async (range) => await attempt(compareCommits(client, { apiPath }, range, { page: 1, per_page: 1 }, timeoutMs)),
		),
	);
	const compared = answers.map((answer) => comparedFiles(answer, event.forced));
	const files = new Set([...event.changedFiles, ...compared.flatMap((each) => each.files)]);
	const problems = compared.flatMap((each) => each.problems);
	const expected = numberAt(delivery.payload, 'pull_request', 'changed_files') ?? 0;
	if (problems.length === 0 && files.size < expected) {
		problems.push(`GitHub listed ${files.size} of ${expected} changed files`);
	}
	return completed(event, [...files].sort(), problems);
}

function comparedFiles(answer: Attempt<unknown>, isForced: boolean): ComparedFiles {
	if (!answer.ok) {
		return { files: [], problems: [answer.error instanceof Error ? answer.error.message : 'GitHub did not answer'] };
	}
	const compared = valueAt(answer.value, 'files');
	if (!Array.isArray(compared)) return { files: [], problems: ['GitHub listed no files at all'] };
	const problems: string[] = [];
	// A comparison lists what the head adds. Behind its base it adds nothing, and still differs.
	if (textAt(answer.value, 'status') === 'behind' && !isForced) {
		problems.push('The commit is behind the one it is compared with');
	}
	if (compared.length >= maxComparedFiles) problems.push(`GitHub lists at most ${maxComparedFiles} files`);
	const files = compared.flatMap((file) => ['filename', 'previous_filename'].flatMap((key) => textAt(file, key) ?? []));
	return { files, problems };
}

function completed(
	event: DeploymentEvent,
	changedFiles: readonly string[],
	problems: readonly string[],
): DeploymentEvent {
	const isComplete = problems.length === 0;
	return {
		...event,
		changedFiles,
		changedFilesComplete: isComplete,
		nothingDiffers: isComplete && changedFiles.length === 0,
		changedFilesNote: isComplete
			? 'Completed by comparing commits'
			: `${problems.join('; ')}. Path filters let the event through`,
	};
}
