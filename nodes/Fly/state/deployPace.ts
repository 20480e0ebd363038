/** How fast, how long and how careful; what a deploy and a roll back have in common. */
export interface DeployPace {
	/** A share of each process group below 1, or a number of machines from 1 on. */
	readonly maxUnavailable: number;
	readonly smokeWatchMs: number;
	readonly restartsAllowed: number;
	readonly machineTimeoutMs: number;
	readonly drainMs: number;
	readonly timeoutMs: number;
	readonly minSecretsVersion: number | null;
	readonly releaseCommandTimeoutMs: number;
	readonly revertOnFailure: boolean;
	/** Whether what has changed when the time is up stays, for a run that goes on with it. */
	readonly leavesWhenTimeIsUp: boolean;
	readonly waits: boolean;
	readonly cancelSignal?: AbortSignal | undefined;
}

export type Strategy = 'rolling' | 'canary' | 'bluegreen' | 'immediate';
