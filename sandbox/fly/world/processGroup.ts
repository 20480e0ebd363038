import type { JsonObject } from '../json';
import { objectIn } from '../json';
import type { Machine } from '../model';

export const releaseCommandGroup = 'fly_app_release_command';

/** The process group of a machine, also by the name that it had once; `app` where none is named. */
export function readGroup(config: JsonObject): string {
	const metadata = objectIn(config, 'metadata');
	const named = [metadata['fly_process_group'], metadata['process_group']].find(
		(group) => typeof group === 'string' && group !== '',
	);
	return typeof named === 'string' ? named : 'app';
}

/** How a machine's metadata names its process group: as today, by the older key, or not at all. */
export type GroupKey = 'fly_process_group' | 'process_group' | 'none';

export function groupMetadata(group: string, key: GroupKey): Record<string, string> {
	return key === 'none' ? {} : { [key]: group };
}

/** Whether a release deploys it: flyctl's consoles and machines made by hand are others. */
export function isDeployedMachine(machine: Machine): boolean {
	const metadata = objectIn(machine.version.config, 'metadata');
	const group = metadata['fly_process_group'];
	const isReserved = typeof group === 'string' && group.startsWith('fly_app_');
	const isGone = machine.state === 'destroyed' || machine.state === 'destroying';
	return metadata['fly_platform_version'] === 'v2' && !isReserved && !isGone;
}
