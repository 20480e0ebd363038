import type { DeploymentTarget } from '../../api/types';
import type { CheckWish } from '../../state/checkWish';
import type { RampStep } from '../../../deployment/catalog/rampSteps';

/** A version that is to take a deployment's new workflows, and how. */
export interface DeployWish {
	readonly target: DeploymentTarget;
	readonly buildId: string;
	readonly identity: string;
	/** Task queues that its workers have to poll besides those that they have polled so far. */
	readonly taskQueues: readonly string[];
	readonly ignoreMissingTaskQueues: boolean;
	/** A workflow that has to complete on it first; null for none. */
	readonly check: CheckWish | null;
	/** Shares of the new workflows, one after the other; empty for all of them at once. */
	readonly steps: readonly RampStep[];
	/** Whether one that took them before, and was replaced, is left as it is: what is followed was ended by somebody. */
	readonly isFollowed: boolean;
	/** By then its workers have to be there, in milliseconds; null where they may come as long as it is waited. */
	readonly workersDueMs: number | null;
	readonly deadlineMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}
