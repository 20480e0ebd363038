import { cutText } from '../values/text';
import type { DeploymentEvent } from './deploymentEvent';

/** What asks for a release: a hint to look at a repository and a branch. What is to be done is decided by what is seen. */
export interface ReleaseAsk {
	/** `owner/name`. */
	readonly repository: string;
	/** GitHub's number of it, as text; empty where it is not known. */
	readonly repositoryId: string;
	readonly branch: string;
	readonly why: AskReason;
	/** Login of who caused it; empty where nobody is known. */
	readonly actor: string;
	/** First line of the commit's message, or the release's name; for people. */
	readonly message: string;
	/** What the hint is about; what is deployed is found out anew. Empty where it names none. */
	readonly commit: string;
	/** Empty where GitHub delivered nothing. */
	readonly deliveryId: string;
	/** In GitHub's words; empty where there was none. */
	readonly event: string;
}

/**
 * `push`, `build`, `release`, `dispatch`: a delivery of GitHub's. `watch`: the head moved, and no delivery was
 * seen. `lapsed`: the run that had the turn died. `due`: it is time to look again.
 */
export type AskReason = 'push' | 'build' | 'release' | 'dispatch' | 'watch' | 'lapsed' | 'due';

/** The ask, or why the event is none. */
export type AskOrReason = { readonly ask: ReleaseAsk } | { readonly reason: string };

/** What an event asks to look at. A deleted branch is worth a look: its services are said to be blocked. */
export function releaseAskOf(event: DeploymentEvent): AskOrReason {
	switch (event.event) {
		case 'push':
			return event.tag === null
				? askAt(event, 'push', event.branch)
				: { reason: `${event.tag} is a tag, and services are deployed from a branch or from the latest release` };
		case 'workflow_run':
			return askOfRun(event);
		case 'release':
			return askOfRelease(event);
		case 'repository_dispatch':
			return askOfDispatch(event);
		default:
			return { reason: `the event ${event.event} asks for no release` };
	}
}

/** Whatever it ended with: a failed build is to be said, too. */
function askOfRun(event: DeploymentEvent): AskOrReason {
	if (event.details?.fork === true) return { reason: 'the workflow run is of code from a fork' };
	const startedBy = event.details?.event;
	if (typeof startedBy === 'string' && runsBeforeMerge.test(startedBy)) {
		return { reason: `the workflow run was started by ${startedBy}, before anything was merged` };
	}
	return askAt(event, 'build', event.branch);
}

const runsBeforeMerge = /^(pull_request|merge_group)/;

/**
 * The latest release is one of the whole repository, and where its tag was there before GitHub names no branch
 * of it: the services that deploy from it are looked at with the default branch.
 */
function askOfRelease(event: DeploymentEvent): AskOrReason {
	if (event.details?.draft === true) return { reason: 'the release is a draft' };
	if (event.details?.prerelease === true) return { reason: 'the release is a prerelease' };
	return askAt(event, 'release', event.repository?.defaultBranch ?? null);
}

function askOfDispatch(event: DeploymentEvent): AskOrReason {
	return event.branch?.startsWith('refs/') === true
		? { reason: `client_payload.branch is ${cutText(event.branch, 200)}, which is no branch` }
		: askAt(event, 'dispatch', event.branch ?? event.repository?.defaultBranch ?? null);
}

function askAt(event: DeploymentEvent, why: AskReason, branch: string | null): AskOrReason {
	const { repository } = event;
	if (repository === null) return { reason: 'the event names no repository' };
	if (branch === null || branch === '') return { reason: 'the event names no branch' };
	return {
		ask: {
			repository: repository.fullName,
			repositoryId: repository.id?.toString() ?? '',
			branch,
			why,
			actor: event.sender ?? '',
			message: firstLineOf(event.message ?? ''),
			commit: event.sha ?? '',
			deliveryId: event.deliveryId,
			event: event.event,
		},
	};
}

const maxMessageLength = 200;

function firstLineOf(message: string): string {
	const [line = ''] = message.trimStart().split(/\r\n|\r|\n/, 1);
	return cutText(line.trimEnd(), maxMessageLength);
}
