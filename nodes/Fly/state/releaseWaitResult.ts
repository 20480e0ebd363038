import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import type { FlyRelease } from '../api/types';
import type { MachineReport } from './machineReport';

/** What a wait for a release ended with. */
export interface ReleaseWaitResult extends DeploymentResult {
	readonly release: FlyRelease;
	readonly digest: string | null;
	readonly machines: readonly MachineReport[];
}
