import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import type { FlyRelease } from '../api/types';
import type { MachineReport } from './machineReport';
import type { LeftOutMachine } from './managedMachines';

/** What became of the machines that a failed release changed. */
export type Reverted = 'notNeeded' | 'done' | 'incomplete' | 'left';

/** How a deploy or a roll back ended. */
export interface DeployResult extends DeploymentResult {
	readonly release: FlyRelease;
	readonly isRollback: boolean;
	readonly digest: string | null;
	readonly image: string;
	readonly machines: readonly MachineReport[];
	/** Machines of the app that no deploy changes. */
	readonly leftOut: readonly LeftOutMachine[];
	readonly reverted: Reverted;
	readonly commit: string | null;
}
