import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import type { DeploymentTarget } from '../api/types';
import type { Routing } from './routing';

/** How a change of what takes the new workflows ended, or how far it was when the time was up. */
export interface VersionResult extends DeploymentResult {
	readonly target: DeploymentTarget;
	/** The version that was to take them. */
	readonly buildId: string;
	readonly commit: string;
	/** What was current before; null for workers without a version. */
	readonly previous: string | null;
	/** As it was seen last; null where nobody saw. */
	readonly routing: Routing | null;
	/** Workers that polled for it at the end. */
	readonly workers: readonly string[];
	/** With state `unknown`: why nobody saw the end. */
	readonly unseen?: unknown;
}
