import { textAt } from '../deployment/jsonFields';
import { mapConcurrently } from '../shared/mapConcurrently';
import { OperationFailure } from '../shared/errors';
import { listVersions } from './machines';
import type { ManagedMachine } from './processGroups';
import { recordOf } from './releases';
import type { Fly } from './transport';
import type { FlyConfig, FlyRelease } from './types';

export interface RecordedConfiguration {
	readonly config: FlyConfig;
	/** Where it was found: the machine's own versions, another machine's of its group, or the release's record. */
	readonly source: 'machine' | 'processGroup' | 'release';
}

/**
 * The configuration that each machine had under a release. Fly keeps every version of a machine with
 * its whole configuration; a machine made since then takes its process group's, with its own volume.
 *
 * @throws OperationFailure for a process group of which no configuration is to be found.
 */
export async function recordedConfigurations(
	fly: Fly,
	app: string,
	machines: readonly ManagedMachine[],
	release: FlyRelease,
): Promise<Map<string, RecordedConfiguration>> {
	const own = await mapConcurrently(machines, 16, async ({ machine }) => {
		const versions = await listVersions(fly, app, machine.id);
		return versions.find(
			({ user_config: config }) => textAt(config, 'metadata', 'fly_release_id') === release.id,
		)?.user_config;
	});
	const record = recordOf(release);
	const found = new Map<string, RecordedConfiguration>();
	machines.forEach(({ machine, group, config: now }, index) => {
		const config = own[index];
		if (config) {
			found.set(machine.id, { config, source: 'machine' });
			return;
		}
		const sibling = machines.findIndex((other, at) => other.group === group && own[at]);
		const ofGroup = sibling < 0 ? record?.configurations[group] : own[sibling];
		if (!ofGroup) {
			throw new OperationFailure(
				`Fly.io has no configuration of process group "${group}" for release v${release.version} of app ${app} any more`,
				'Choose a newer release, or use Deploy Image with that release\'s image, which keeps the configuration of now',
			);
		}
		// A volume belongs to its machine, whatever the others of the group have.
		const { mounts, ...rest } = ofGroup;
		void mounts;
		found.set(machine.id, {
			config: now.mounts === undefined ? rest : { ...rest, mounts: now.mounts },
			source: sibling < 0 ? 'release' : 'processGroup',
		});
	});
	return found;
}
