import type { DeploymentEvent } from '../event/deploymentEvent';
import { listAt } from '../values/jsonFields';
import { type PreviewAsk, previewAsk } from './previewAsk';

/** The ask, or why the event is none. */
export type PreviewAskOrReason = { readonly ask: PreviewAsk } | { readonly reason: string };

/** What may change whether a pull request has a preview, or of which commit. Labels and reviews change neither. */
const decisiveActions = ['opened', 'reopened', 'synchronize', 'ready_for_review', 'converted_to_draft', 'closed'];

/**
 * Which pull request an event asks to look at. A fork's as well: its comment says why it has no preview. A run of
 * GitHub Actions may have built the image that a preview waits for.
 */
export function previewAskOf(event: DeploymentEvent): PreviewAskOrReason {
	switch (event.event) {
		case 'pull_request':
			return askOfPullRequest(event);
		case 'workflow_run':
			return askOfRun(event);
		default:
			return { reason: `the event ${event.event} asks for no preview` };
	}
}

function askOfPullRequest(event: DeploymentEvent): PreviewAskOrReason {
	const { action, pullRequest } = event;
	if (pullRequest === null) return { reason: 'the event names no pull request' };
	if (action === null || !decisiveActions.includes(action)) {
		return {
			reason: `the action pull_request.${action ?? ''} changes no preview: only ${decisiveActions.join(', ')} do`,
		};
	}
	return askAt(event, 'pullRequest', pullRequest.number);
}

function askOfRun(event: DeploymentEvent): PreviewAskOrReason {
	if (event.details?.fork === true) return { reason: 'the workflow run is of code from a fork, which has no preview' };
	const [number] = listAt(event.details, 'pullRequests');
	if (typeof number === 'number') return askAt(event, 'build', number);
	return { reason: 'the workflow run is of the head of no open pull request' };
}

function askAt(event: DeploymentEvent, why: PreviewAsk['why'], number: number): PreviewAskOrReason {
	const { repository } = event;
	if (repository === null) return { reason: 'the event names no repository' };
	return {
		ask: previewAsk({
			repository: repository.fullName,
			repositoryId: repository.id?.toString() ?? '',
			number,
			why,
			actor: event.sender ?? '',
			deliveryId: event.deliveryId,
		}),
	};
}
