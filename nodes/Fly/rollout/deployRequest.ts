import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { MachineReport } from '../fleet';
import type { LeftOutMachine, ManagedMachine } from '../processGroups';
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
	/** The containers that get the image, by the machine's id; none for a machine without containers. */
	readonly containers: ReadonlyMap<string, readonly string[]>;
	/** Machines of the app that no deploy changes. */
	readonly leftOut: readonly LeftOutMachine[];
	readonly maxUnavailable: number;
	readonly smokeWatchMs: number;
	readonly restartsAllowed: number;
	readonly machineTimeoutMs: number;
	readonly drainMs: number;
	readonly timeoutMs: number;
	readonly minSecretsVersion: number | null;
	/** Words of the release command; none to run none. */
	readonly releaseCommand: readonly string[];
	readonly releaseCommandTimeoutMs: number;
	readonly undoOnFailure: boolean;
	readonly waits: boolean;
	/** Versions of the releases that a roll back leaves, the one that runs first: those after it may be the same again. */
	readonly rolledBackFrom: readonly number[];
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
	readonly leftOut: readonly LeftOutMachine[];
	readonly undo: 'notNeeded' | 'done' | 'incomplete' | 'left';
	readonly commit: string | null;
}
