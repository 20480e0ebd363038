import { textAt } from '../deployment/values/jsonFields';
import type { RunningInstance } from '../deployment/state/verdict';
import { deployedDigest } from './containers';
import { crashText } from './exits';
import { isGone, managedGroup } from './processGroups';
import { findingNow, isAutostopped } from './machineFinding';
import type { FlyMachine } from './types';

/** A machine that a deploy manages, with its process group. */
export interface ServingMachine {
	readonly machine: FlyMachine;
	readonly group: string;
}

/** Machines of these groups (all when none is named): also such as somebody added meanwhile. */
export function machinesOfGroups(
	machines: readonly FlyMachine[],
	groups: readonly string[] = [],
): ServingMachine[] {
	return machines.flatMap((machine) => {
		const group = isGone(machine) ? null : managedGroup(machine);
		return group !== null && (groups.length === 0 || groups.includes(group)) ? [{ machine, group }] : [];
	});
}

/** Whether any of them serves, or would as soon as somebody calls. */
export function isServing(fleet: readonly ServingMachine[]): boolean {
	return fleet.some(({ machine }) => machine.state === 'started' || isAutostopped(machine));
}

/** What is the matter with the first one that is not well by its state and checks now; null when all are. */
export function firstUnwell(
	fleet: readonly ServingMachine[],
	mayRest: (machine: FlyMachine) => boolean,
): string | null {
	for (const { machine, group } of fleet) {
		const crash = crashText(machine);
		if (crash !== null) return `Machine ${machine.id} (${group}): its program ended by itself with ${crash}, and it is ${machine.state ?? 'at rest'}`;
		const { phase, seen } = findingNow(machine, { launches: !mayRest(machine) });
		if (phase !== 'succeeded' && !isAutostopped(machine)) return `Machine ${machine.id} (${group}): ${seen}`;
	}
	return null;
}

/** They as the verdict takes them; `mark` is the metadata that names what made each what it is. */
export function runningInstances(fleet: readonly ServingMachine[], mark: string): RunningInstance[] {
	return fleet.map(({ machine, group }) => ({
		name: `Machine ${machine.id} (${group})`,
		deploymentId: textAt(machine.config, 'metadata', mark),
		artifact: deployedDigest(machine),
	}));
}
