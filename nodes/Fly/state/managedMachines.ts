import type { FlyConfig, FlyMachine } from '../api/types';
import { isGone, wasRunning } from './machineRest';
import { managedGroup, placementOf } from './processGroup';

/** A machine that Fly's app platform deploys, with the process group it belongs to. */
export interface ManagedMachine {
	readonly machine: FlyMachine;
	readonly group: string;
}

/** One whose configuration is known whole, so that it can be changed. */
export interface DeployableMachine extends ManagedMachine {
	readonly config: FlyConfig;
}

/** A machine of the app that no deploy changes, and why; a type, so that it is JSON as it is. */
export type LeftOutMachine = { readonly id: string; readonly name: string | null; readonly why: string };

/** What deploys manage of an app, in the chosen process groups (all when none is named). */
export function managedMachines(machines: readonly FlyMachine[], groups: readonly string[] = []): ManagedMachine[] {
	return machines.flatMap((machine) => {
		const group = isGone(machine) ? null : managedGroup(machine);
		return group !== null && (groups.length === 0 || groups.includes(group)) ? [{ machine, group }] : [];
	});
}

/** What no deploy of the app changes, so that it can be said. */
export function leftOutMachines(machines: readonly FlyMachine[]): LeftOutMachine[] {
	return machines.flatMap((machine) => {
		const placement = placementOf(machine);
		return isGone(machine) || 'group' in placement
			? []
			: [{ id: machine.id, name: machine.name ?? null, why: placement.why }];
	});
}

/** The names of their process groups, each once. */
export function groupsOf(machines: readonly ManagedMachine[]): string[] {
	return [...new Set(machines.map(({ group }) => group))];
}

/** One machine of each group, one that runs where there is one. */
export function firstOfEachGroup<Managed extends ManagedMachine>(machines: readonly Managed[]): Managed[] {
	const first = new Map<string, Managed>();
	for (const managed of machines) {
		const known = first.get(managed.group);
		if (!known || (!wasRunning(known.machine) && wasRunning(managed.machine))) first.set(managed.group, managed);
	}
	return [...first.values()];
}
