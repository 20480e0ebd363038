import { textAt } from '../deployment/jsonFields';
import { OperationFailure } from '../shared/errors';
import type { FlyConfig, FlyMachine } from './types';

/** A machine that Fly's app platform deploys, with the process group it belongs to. */
export interface ManagedMachine {
	readonly machine: FlyMachine;
	readonly group: string;
	readonly config: FlyConfig;
}

/** Machines of this group run a command once, and are nobody's release. */
export const releaseCommandGroup = 'fly_app_release_command';

const gone = new Set(['destroyed', 'destroying']);

export function isGone(machine: FlyMachine): boolean {
	return gone.has(machine.state ?? '');
}

/** The group of a machine that a deploy may change; null for one that somebody runs by hand. */
export function managedGroup(machine: FlyMachine): string | null {
	const config: unknown = machine.config ?? Reflect.get(machine, 'incomplete_config');
	const platform = textAt(config, 'metadata', 'fly_platform_version');
	const group = textAt(config, 'metadata', 'fly_process_group');
	return platform === null || group === null || group === releaseCommandGroup ? null : group;
}

/**
 * The machines that a deploy changes: those of Fly's app platform, in the chosen groups (all when
 * none is named). Whatever else is in the app is not touched.
 *
 * @throws OperationFailure when there is none, a named group does not exist, or a configuration cannot be read whole.
 */
export function managedMachines(
	app: string,
	machines: readonly FlyMachine[],
	groups: readonly string[],
): ManagedMachine[] {
	const known = machines
		.filter((machine) => !isGone(machine))
		.flatMap((machine) => {
			const group = managedGroup(machine);
			return group === null ? [] : [{ machine, group }];
		});
	const names = [...new Set(known.map(({ group }) => group))].sort();
	if (names.length === 0) {
		throw new OperationFailure(
			`App ${app} has no machines that Fly's app platform manages, so there is nothing to deploy to`,
			'Deploy it once with "fly deploy"; machines made by hand are never touched here',
		);
	}
	const missing = groups.find((group) => !names.includes(group));
	if (missing !== undefined) {
		throw new OperationFailure(
			`App ${app} has no process group "${missing}"`,
			`Its process groups are: ${names.join(', ')}`,
		);
	}
	const chosen = known.filter(({ group }) => groups.length === 0 || groups.includes(group));
	return chosen.map(({ machine, group }) => {
		if (machine.config) return { machine, group, config: machine.config };
		throw new OperationFailure(
			`The configuration of machine ${machine.id} of app ${app} cannot be read whole: its host does not answer`,
			'Nothing was changed. Wait until its host is back (status.flyio.net), or destroy that machine',
		);
	});
}
