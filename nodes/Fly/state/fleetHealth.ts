import type { RunningInstance } from '../../deployment/state/verdict';
import type { FlyMachine } from '../api/types';
import { deployedDigest } from './deployedImage';
import { assessMachineNow } from './machineHealth';
import { isAutostopped } from './machineRest';
import type { ManagedMachine } from './managedMachines';
import { markOn } from './marks';
import { crashText } from './programExits';

/** Whether any of them serves, or would as soon as somebody calls. */
export function isServing(fleet: readonly ManagedMachine[]): boolean {
	return fleet.some(({ machine }) => machine.state === 'started' || isAutostopped(machine));
}

/** What is the matter with the first one that is not well by its state and checks now; null when all are. */
export function firstUnhealthy(
	fleet: readonly ManagedMachine[],
	mayRest: (machine: FlyMachine) => boolean,
): string | null {
	for (const { machine, group } of fleet) {
		const crash = crashText(machine);
		if (crash !== null)
			return `Machine ${machine.id} (${group}): its program ended by itself with ${crash}, and it is ${machine.state ?? 'at rest'}`;
		const { phase, reason } = assessMachineNow(machine, { launches: !mayRest(machine) });
		if (phase !== 'succeeded' && !isAutostopped(machine)) return `Machine ${machine.id} (${group}): ${reason}`;
	}
	return null;
}

/** They as the verdict takes them; `markKey` is the metadata that names what made each what it is. */
export function runningInstances(fleet: readonly ManagedMachine[], markKey: string): RunningInstance[] {
	return fleet.map(({ machine, group }) => ({
		name: `Machine ${machine.id} (${group})`,
		deploymentId: markOn(machine.config, markKey),
		artifact: deployedDigest(machine),
	}));
}
