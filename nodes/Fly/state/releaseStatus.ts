import type { DeploymentStatus } from '../../deployment/state/deploymentState';

/** Fly's word for a release as a state. A release that says `complete` is not shown to run: its machines are asked for that. */
export function releaseStatus(status: string | null | undefined): DeploymentStatus {
	switch (status) {
		case 'pending':
			return { state: 'queued', reason: '' };
		case 'running':
			return { state: 'rolling', reason: '' };
		case 'complete':
		case 'succeeded':
			return { state: 'ready', reason: '' };
		case 'failed':
			return { state: 'failed', reason: 'Fly.io reports it as failed' };
		case 'interrupted':
		case 'cancelled':
			return { state: 'cancelled', reason: `Fly.io reports it as ${status}` };
		default:
			return {
				state: 'unknown',
				reason: status ? `Fly.io reports the unknown status "${status}"` : 'Fly.io reports no status',
			};
	}
}
