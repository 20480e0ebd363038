import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { statusOf } from './deployStatus';
import type { EndedDeploy } from './endOfBuild';

/** What a notification tells of a deploy. */
export interface NotifiedDeploy extends EndedDeploy {
	readonly event: string;
	/** Netlify's own word. */
	readonly state: string | null;
	/** Whether the site was seen to serve it; null when nobody looked. */
	readonly isLive: boolean | null;
}

/** Netlify's state at an event that names it: what the payload says may be older. */
const statesByEvent: Readonly<Record<string, string>> = {
	deploy_building: 'building',
	deploy_request_pending: 'pending_review',
	deploy_request_rejected: 'rejected',
	deploy_failed: 'error',
};

/** An event as a state and a reason. Only what was seen to be served is `live`. */
export function notifiedStatusOf({ event, state, isLive, ...deploy }: NotifiedDeploy): DeploymentStatus {
	const eventState = statesByEvent[event];
	if (eventState !== undefined) return statusOf({ ...deploy, state: eventState });
	switch (event) {
		case 'deploy_request_accepted':
			return { state: 'queued', reason: 'A reviewer accepted it in Netlify' };
		case 'deploy_deleted':
			return { state: 'superseded', reason: 'It was deleted' };
		case 'deploy_created':
		case 'deploy_restored':
		case 'deploy_locked':
		case 'deploy_unlocked':
			return finished(state, isLive);
		default:
			return { state: 'unknown', reason: `Netlify's event "${event}" is unknown` };
	}
}

function finished(state: string | null, isLive: boolean | null): DeploymentStatus {
	if (state !== 'ready' && state !== 'old') {
		return { state: 'unknown', reason: `Netlify's state "${state ?? ''}" does not fit the event` };
	}
	if (isLive === true) return { state: 'live', reason: '' };
	return {
		state: 'ready',
		reason: isLive === null ? 'It was not checked whether the site serves it' : 'The site serves another deploy',
	};
}
