import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { LaunchSummary } from '../api/types';
import { wasServed } from './publishedSchema';

/** How a launch of a list is, by what Apollo says and by those after it, newest first. */
export function launchState(launch: LaunchSummary, newer: readonly LaunchSummary[]): DeploymentState {
	if (launch.status === 'LAUNCH_FAILED') return 'failed';
	if (launch.status === 'LAUNCH_COMPLETED') return wasServed(launch) && !newer.some(wasServed) ? 'live' : 'ready';
	if (launch.status !== 'LAUNCH_INITIATED') return 'unknown';
	// Apollo lets one launch of a variant be at work; one that another superseded stays initiated.
	return newer.length === 0 ? 'building' : 'superseded';
}
