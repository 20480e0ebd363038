import { isRecord } from '../../deployment/values/jsonFields';
import type { FlyConfig, FlyMachine } from '../api/types';
import { knownConfig, markOn, withMarks } from './marks';

/** The group that flyctl gives a machine which names none. */
export const defaultGroup = 'app';

/** Machines of this group run a command once, and are nobody's release. */
export const releaseCommandGroup = 'fly_app_release_command';

/** flyctl's own word for a machine that a deploy may change (superfly/fly-go, `MachineFlyPlatformVersion2`). */
export const platformVersion = 'v2';

/** Groups with this prefix are flyctl's own, and hold machines for one person or one command. */
const reservedPrefix = 'fly_app_';
const reservedGroups: Readonly<Record<string, string>> = {
	fly_app_console: 'it is an open console (fly console)',
	fly_app_release_command: 'it runs a release command',
	fly_app_test_machine_command: 'it runs a test of a deploy (machine_checks)',
};

export type Placement = { readonly group: string } | { readonly why: string };

/**
 * The process group of a machine that a deploy may change, or why none may change it. As flyctl decides
 * it (superfly/fly-go, `ListFlyAppsMachines` and `ProcessGroup`): of the app platform and in no reserved
 * group. The group was once named by another key, and no name is `app`.
 */
export function placementOf(machine: FlyMachine): Placement {
	const mark = (key: string): string => markOn(knownConfig(machine), key) ?? '';
	if (mark('fly_platform_version') !== platformVersion) {
		return { why: 'no deploy manages it (its metadata has no fly_platform_version v2)' };
	}
	const olderGroup = mark('process_group');
	const group = mark('fly_process_group') || olderGroup || defaultGroup;
	const reserved = olderGroup === 'release_command' ? releaseCommandGroup : group;
	if (!reserved.startsWith(reservedPrefix)) return { group };
	return { why: reservedGroups[reserved] ?? `its process group ${reserved} is reserved for Fly.io` };
}

/** The group of a machine that a deploy may change; null for one that somebody runs by hand, or that is flyctl's own. */
export function managedGroup(machine: FlyMachine): string | null {
	const placement = placementOf(machine);
	return 'group' in placement ? placement.group : null;
}

/** A configuration whose metadata names its process group as flyctl of today writes it. */
export function withGroup(config: FlyConfig, group: string): FlyConfig {
	return withMarks(isRecord(config.metadata) ? config : { ...config, metadata: {} }, { fly_process_group: group });
}
