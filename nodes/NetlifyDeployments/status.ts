import type { DeploymentStatus } from '../deployment/deploymentState';

/** The fields of a Netlify deploy that tell how far it is. */
export interface DeployProgress {
	readonly state?: string | null;
	readonly error_message?: string | null;
	readonly skipped?: boolean | null;
}

/**
 * Netlify's words as a state and a reason. `ready` is never `live` here: whether production traffic
 * goes to a deploy is the site's to say. Netlify has no state for a cancelled build: it is an
 * `error` whose message says so.
 */
export function statusOf(deploy: DeployProgress): DeploymentStatus {
	const message = deploy.error_message?.trim() ?? '';
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
			return { state: 'superseded', reason: 'Netlify has put it away as an old deploy' };
		case 'rejected':
			return { state: 'failed', reason: message || 'A reviewer rejected it in Netlify' };
		case 'error':
			if (deploy.skipped === true || /\bcancell?ed\b|\bskipped\b/i.test(message)) {
				return { state: 'cancelled', reason: message || 'Its build was skipped' };
			}
			return { state: 'failed', reason: message || 'Netlify gave no error message' };
		default:
			return {
				state: 'unknown',
				reason: `Netlify's state "${String(deploy.state ?? '')}" is not a known one`,
			};
	}
}
