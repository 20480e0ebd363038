import type { EventPullRequest } from '../../../deployment/event/deploymentEvent';
import { isRecord, isTrueAt, numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';

/** The pull request of an event; null where the payload holds none. */
export function pullRequestOf(payload: unknown): EventPullRequest | null {
	const pull = valueAt(payload, 'pull_request');
	const number = numberAt(pull, 'number');
	if (!isRecord(pull) || number === null) return null;
	const headRepository = textAt(pull, 'head', 'repo', 'full_name');
	return {
		number,
		head: textAt(pull, 'head', 'ref') ?? '',
		headSha: textAt(pull, 'head', 'sha') ?? '',
		base: textAt(pull, 'base', 'ref') ?? '',
		baseSha: textAt(pull, 'base', 'sha') ?? '',
		draft: isTrueAt(pull, 'draft'),
		// The head repository is null once it was deleted: it was another one, then.
		fork: headRepository === null || headRepository !== textAt(pull, 'base', 'repo', 'full_name'),
		merged: isTrueAt(pull, 'merged'),
		title: textAt(pull, 'title') ?? '',
		url: textAt(pull, 'html_url') ?? '',
	};
}
