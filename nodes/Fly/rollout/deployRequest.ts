import type { DeploymentState } from '../../deployment/deploymentState';
import type { MachineReport } from '../fleet';
import type { ManagedMachine } from '../processGroups';
import type { FlyConfig, FlyRelease } from '../types';

export type Strategy = 'rolling' | 'canary' | 'bluegreen' | 'immediate';

export interface DeployRequest {
	readonly app: string;
	readonly kind: 'deploy' | 'rollback';
	readonly strategy: Strategy;
	readonly image: string;
	/** Digest that the image must have; null when only Fly can say. */
	readonly digest: string | null;
	/** Every machine that is to be changed. */
	readonly machines: readonly ManagedMachine[];
	/** What a machine is to have; its image and the marks of the release are put in afterwards. */
	readonly configOf: (machine: ManagedMachine) => FlyConfig;
	readonly maxUnavailable: number;
	readonly smokeWatchMs: number;
	readonly machineTimeoutMs: number;
	readonly drainMs: number;
	readonly timeoutMs: number;
	readonly minSecretsVersion: number | null;
	readonly releaseCommand: string;
	readonly releaseCommandTimeoutMs: number;
	readonly undoOnFailure: boolean;
	readonly waits: boolean;
	readonly rolledBackFrom: number | null;
	/** The newest release before this one. */
	readonly newest: FlyRelease | null;
	readonly cancelSignal?: AbortSignal | undefined;
}

export interface DeployOutcome {
	readonly release: FlyRelease;
	readonly isRollback: boolean;
	readonly verified: boolean;
	readonly state: DeploymentState;
	readonly reason: string;
	readonly advice: string;
	readonly digest: string | null;
	readonly image: string;
	readonly warnings: readonly string[];
	readonly machines: readonly MachineReport[];
	readonly undo: 'notNeeded' | 'done' | 'incomplete' | 'left';
	readonly commit: string | null;
}
