import { isTrueAt, numberAt, textAt, textsAt } from '../values/jsonFields';

/** What a plan needs to know of an event: a part of `DeploymentEvent`, read from foreign JSON. */
export interface PlanEvent {
	readonly deliveryId: string | null;
	readonly event: string;
	readonly action: string | null;
	/** `owner/name`. */
	readonly repository: string;
	/** GitHub's number of the repository; null when the event does not tell. */
	readonly repositoryId: string | null;
	readonly ref: string | null;
	readonly branch: string | null;
	readonly tag: string | null;
	readonly sha: string | null;
	readonly before: string | null;
	readonly forced: boolean;
	readonly changedFiles: readonly string[];
	/** False also when the event does not say. */
	readonly changedFilesComplete: boolean;
	/** GitHub says that no file differs: only then does an empty list mean that nothing changed. */
	readonly nothingDiffers: boolean;
	/** Why its author wants nothing of it deployed; else null. */
	readonly skipReason: string | null;
	readonly pullRequest: { readonly number: number | null; readonly base: string | null; readonly fork: boolean } | null;
	/** How a workflow run ended, and what had started it. */
	readonly run: { readonly conclusion: string | null; readonly startedBy: string | null };
	readonly sender: string | null;
	readonly message: string | null;
	readonly pushedAt: string | null;
}

/** The event; null when it is none of the GitHub Deploy Trigger's. */
export function readPlanEvent(value: unknown): PlanEvent | null {
	const event = textAt(value, 'event');
	const repository = textAt(value, 'repository', 'fullName');
	if (event === null || repository === null) return null;
	const sha = textAt(value, 'sha');
	const changedFiles = textsAt(value, 'changedFiles');
	return {
		deliveryId: textAt(value, 'deliveryId'),
		event,
		action: textAt(value, 'action'),
		repository,
		repositoryId: numberAt(value, 'repository', 'id')?.toString() ?? textAt(value, 'repository', 'id'),
		ref: textAt(value, 'ref'),
		branch: textAt(value, 'branch'),
		tag: textAt(value, 'tag'),
		// Git writes "no commit", as after a deletion, as forty zeros.
		sha: sha === null || /^0+$/.test(sha) ? null : sha,
		before: textAt(value, 'before'),
		forced: isTrueAt(value, 'forced'),
		changedFiles,
		changedFilesComplete: isTrueAt(value, 'changedFilesComplete'),
		nothingDiffers: isTrueAt(value, 'nothingDiffers'),
		skipReason: textAt(value, 'skipReason'),
		pullRequest:
			event === 'pull_request'
				? {
						number: numberAt(value, 'pullRequest', 'number'),
						base: textAt(value, 'pullRequest', 'base'),
						fork: isTrueAt(value, 'pullRequest', 'fork'),
					}
				: null,
		run: {
			conclusion: textAt(value, 'details', 'conclusion'),
			startedBy: textAt(value, 'details', 'event'),
		},
		sender: textAt(value, 'sender'),
		message: textAt(value, 'message'),
		pushedAt: textAt(value, 'pushedAt'),
	};
}

/** What starts a workflow run of the repository's own code. */
const trustedRunStarts: readonly string[] = ['push', 'workflow_dispatch', 'schedule'];

const deployingPullRequestActions: readonly string[] = ['opened', 'reopened', 'synchronize', 'ready_for_review'];

/** Why an event deploys no service at all; null when it may. */
export function whyNothingDeploys(event: PlanEvent): string | null {
	if (event.skipReason !== null) return event.skipReason;
	switch (event.event) {
		case 'push':
			break;
		case 'workflow_run': {
			const { conclusion, startedBy } = event.run;
			if (event.action !== 'completed' || conclusion !== 'success') {
				return `the workflow run has not succeeded: it is ${conclusion ?? event.action ?? 'unknown'}`;
			}
			// The run of a fork's pull request carries the fork's branch name, which may well be "main".
			if (startedBy === null || !trustedRunStarts.includes(startedBy)) {
				return `the workflow run was started by ${startedBy ?? 'something unknown'}, and only ${trustedRunStarts.join(', ')} deploy`;
			}
			break;
		}
		case 'pull_request': {
			const name = `pull request ${event.pullRequest?.number ?? '(no number)'}`;
			if (event.action === null || !deployingPullRequestActions.includes(event.action)) {
				return `${name} was ${event.action ?? 'changed'}, which deploys nothing`;
			}
			if (event.pullRequest?.fork) return `${name} comes from a fork, whose code is not deployed`;
			break;
		}
		default:
			return `${event.event} events deploy nothing`;
	}
	if (event.tag !== null) return `${event.tag} is a tag, and services deploy from branches`;
	if (event.sha === null) return 'the event names no commit: the branch was deleted';
	if (targetBranch(event) === null) return 'the event names no branch';
	return null;
}

/** The branch that decides: the one pushed to, or the one a pull request is to be merged into. */
export function targetBranch(event: PlanEvent): string | null {
	return event.pullRequest ? event.pullRequest.base : event.branch;
}
