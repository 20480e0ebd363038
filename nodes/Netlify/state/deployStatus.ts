import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { endOfBuild, reportedReason, type EndedDeploy } from './endOfBuild';

/** The fields of a Netlify deploy that tell how far it is. */
export interface DeployProgress extends EndedDeploy {
	readonly state?: string | null;
}

/**
 * Netlify's words as a state and a reason. `ready` is never `live` here: whether production traffic
 * goes to a deploy is the site's to say.
 */
export function statusOf(deploy: DeployProgress): DeploymentStatus {
	switch (deploy.state) {
		case 'new':
		case 'accepted':
		case 'enqueued':
			return { state: 'queued', reason: '' };
		case 'pending_review':
			return { state: 'queued', reason: 'It waits for a person to review it in Netlify' };
		case 'building':
		case 'retrying':
			return { state: 'building', reason: '' };
		case 'preparing':
		case 'prepared':
		case 'uploading':
		case 'uploaded':
		case 'processing':
		case 'processed':
			return { state: 'rolling', reason: '' };
		case 'ready':
			return { state: 'ready', reason: '' };
		case 'old':
			return { state: 'superseded', reason: 'Netlify has archived it as an old deploy' };
		case 'rejected':
			return { state: 'failed', reason: reportedReason(deploy.error_message) || 'A reviewer rejected it in Netlify' };
		case 'error':
			return endOfBuild(deploy);
		case 'skipped':
			return endOfBuild({ ...deploy, skipped: true });
		default:
			return { state: 'unknown', reason: `Netlify's state "${String(deploy.state ?? '')}" is unknown` };
	}
}
