import type { DeploymentEvent, EventRepository } from '../../../deployment/event/deploymentEvent';
import { isTrueAt, numberAt, textAt } from '../../../deployment/values/jsonFields';
import { eventDetails } from './eventDetails';
import { type EventSubject, subjectOf } from './eventSubject';
import { pullRequestOf } from './pullRequest';
import { pushedFiles } from './pushedFiles';
import type { Delivery } from './readDelivery';

/** A delivery in our own words. Changed files are those the payload lists: see `completeChangedFiles`. */
export function normalizeDelivery(delivery: Delivery, receivedAtMs: number): DeploymentEvent {
	const { id, event, payload } = delivery;
	const subject = subjectOf(event, payload);
	return {
		deliveryId: id,
		event,
		action: textAt(payload, 'action'),
		repository: repositoryOf(payload),
		...subject,
		...changesOf(event, payload, subject),
		pullRequest: event === 'pull_request' ? pullRequestOf(payload) : null,
		details: eventDetails(event, payload),
		sender: textAt(payload, 'sender', 'login'),
		skipReason: null,
		receivedAt: new Date(receivedAtMs).toISOString(),
	};
}

/** Whether a push deletes a branch or tag: nothing is left to deploy. */
export function isDeletion(delivery: Delivery): boolean {
	return delivery.event === 'push' && isTrueAt(delivery.payload, 'deleted');
}

function changesOf(
	event: string,
	payload: unknown,
	subject: EventSubject,
): Pick<DeploymentEvent, 'changedFiles' | 'changedFilesComplete' | 'changedFilesNote' | 'nothingDiffers'> {
	if (event === 'push') return pushedFiles(payload, subject);
	return {
		changedFiles: [],
		changedFilesComplete: false,
		nothingDiffers: false,
		changedFilesNote: `GitHub lists no files in ${event} events`,
	};
}

function repositoryOf(payload: unknown): EventRepository | null {
	const fullName = textAt(payload, 'repository', 'full_name');
	if (fullName === null) return null;
	const [owner = '', name = ''] = fullName.split('/');
	return {
		id: numberAt(payload, 'repository', 'id'),
		fullName,
		owner,
		name,
		defaultBranch: textAt(payload, 'repository', 'default_branch') ?? '',
		url: textAt(payload, 'repository', 'html_url') ?? '',
	};
}
