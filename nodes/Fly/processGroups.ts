import { isRecord, textAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import type { FlyConfig, FlyMachine } from './types';

/** A machine that Fly's app platform deploys, with the process group it belongs to. */
export interface ManagedMachine {
	readonly machine: FlyMachine;
	readonly group: string;
	readonly config: FlyConfig;
}

/** A machine of the app that no deploy changes, and why. */
export interface LeftOutMachine {
	readonly id: string;
	readonly name: string | null;
	readonly why: string;
}

/** The group that flyctl gives a machine which names none. */
export const defaultGroup = 'app';

/** Machines of this group run a command once, and are nobody's release. */
export const releaseCommandGroup = 'fly_app_release_command';

/** flyctl's own word for a machine that a deploy may change (superfly/fly-go, `MachineFlyPlatformVersion2`). */
const platformVersion = 'v2';

/** Groups with this prefix are flyctl's own, and hold machines for one person or one command. */
const reservedPrefix = 'fly_app_';
const reservedGroups: Readonly<Record<string, string>> = {
	fly_app_console: 'it is an open console (fly console)',
	fly_app_release_command: 'it runs a release command',
	fly_app_test_machine_command: 'it runs a test of a deploy (machine_checks)',
};

const gone = new Set(['destroyed', 'destroying']);

export function isGone(machine: FlyMachine): boolean {
	return gone.has(machine.state ?? '');
}

/** The group of a machine that a deploy may change; null for one that somebody runs by hand, or that is flyctl's own. */
export function managedGroup(machine: FlyMachine): string | null {
	const place = placeOf(machine);
	return 'group' in place ? place.group : null;
}

/**
 * As flyctl decides it (superfly/fly-go, `ListFlyAppsMachines` and `ProcessGroup`): of the app
 * platform and in no reserved group. The group was once named by another key, and no name is `app`.
 */
function placeOf(machine: FlyMachine): { readonly group: string } | { readonly why: string } {
	const config: unknown = machine.config ?? Reflect.get(machine, 'incomplete_config');
	const metadata = (name: string): string => textAt(config, 'metadata', name) ?? '';
	if (metadata('fly_platform_version') !== platformVersion) {
		return { why: 'no deploy manages it (its metadata has no fly_platform_version v2)' };
	}
	const olderGroup = metadata('process_group');
	const group = metadata('fly_process_group') || olderGroup || defaultGroup;
	const reserved = olderGroup === 'release_command' ? releaseCommandGroup : group;
	if (!reserved.startsWith(reservedPrefix)) return { group };
	return { why: reservedGroups[reserved] ?? `its process group ${reserved} is reserved for Fly.io` };
}

/** What no deploy of the app changes, so that it can be said. */
export function leftOutMachines(machines: readonly FlyMachine[]): LeftOutMachine[] {
	return machines.flatMap((machine) => {
		const place = placeOf(machine);
		return isGone(machine) || 'group' in place
			? []
			: [{ id: machine.id, name: machine.name ?? null, why: place.why }];
	});
}

/** A configuration whose metadata names its process group as flyctl of today writes it. */
export function withGroup(config: FlyConfig, group: string): FlyConfig {
	const metadata: unknown = config.metadata;
	return { ...config, metadata: { ...(isRecord(metadata) && metadata), fly_process_group: group } };
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
		const others = leftOutMachines(machines).map(({ id, why }) => `${id}: ${why}`);
		throw new OperationFailure(
			`App ${app} has no machines that Fly's app platform manages, so there is nothing to deploy to${others.length > 0 ? ` (${others.join('; ')})` : ''}`,
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
