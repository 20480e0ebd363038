import type { DeploymentState } from './deploymentState';

/** How an operation that deploys, rolls back or waits ended, the same for every platform, which adds what it knows besides. */
export interface DeploymentResult {
	/** Whether what runs was seen to be what was asked for. */
	readonly verified: boolean;
	readonly state: DeploymentState;
	/** Why it is not verified; empty when nothing is wrong. */
	readonly reason: string;
	/** What to do about it; empty when nothing is to be done. */
	readonly advice: string;
	/** What went well, but should be known. */
	readonly warnings: readonly string[];
}

/** What became of the attempt to stop what was started. */
export type CancelResult =
	| 'cancelled'
	/** The platform was asked, and refused or did not answer. */
	| 'notCancelled'
	/** The platform has no such request, or nobody wanted it. */
	| 'notTried';
