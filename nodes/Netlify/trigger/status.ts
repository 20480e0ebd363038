import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { endOfBuild, toldReason, type EndedDeploy } from '../state/endOfBuild';

/** What a notification tells of a deploy. */
export interface NotifiedDeploy extends EndedDeploy {
	readonly event: string;
	/** Netlify's own word. */
	readonly state: string | null;
	/** Whether the site was seen to serve it; null when nobody looked. */
	readonly isLive: boolean | null;
}

/** An event as a state and a reason. Only what was seen to be served is `live`. */
export function statusOf({ event, state, isLive, ...deploy }: NotifiedDeploy): DeploymentStatus {
	switch (event) {
		case 'deploy_building':
			return { state: 'building', reason: '' };
		case 'deploy_request_pending':
			return { state: 'queued', reason: 'It waits for a person to review it in Netlify' };
		case 'deploy_request_accepted':
			return { state: 'queued', reason: 'A reviewer accepted it in Netlify' };
		case 'deploy_request_rejected':
			return { state: 'failed', reason: toldReason(deploy.error_message) || 'A reviewer rejected it in Netlify' };
		case 'deploy_failed':
			return endOfBuild(deploy);
		case 'deploy_deleted':
			return { state: 'superseded', reason: 'It was deleted' };
		case 'deploy_created':
		case 'deploy_restored':
		case 'deploy_locked':
		case 'deploy_unlocked':
			return finished(state, isLive);
		default:
			return { state: 'unknown', reason: `Netlify's event "${event}" is not a known one` };
	}
}

function finished(state: string | null, isLive: boolean | null): DeploymentStatus {
	if (state !== 'ready' && state !== 'old') {
		return { state: 'unknown', reason: `Netlify's state "${state ?? ''}" does not fit the event` };
	}
	if (isLive === true) return { state: 'live', reason: '' };
	return {
		state: 'ready',
		reason: isLive === null ? 'Whether the site serves it was not seen' : 'The site serves another deploy',
	};
}
