import type { FlyConfig, FlyMachineVersion, FlyRelease } from '../api/types';
import type { DeployableMachine } from './managedMachines';
import { releaseIdOf } from './marks';
import { recordOf } from './releaseRecord';

export interface RecordedConfiguration {
	readonly config: FlyConfig;
	/** Where it was found: the machine's own versions, another machine's of its group, or the release's record. */
	readonly source: 'machine' | 'processGroup' | 'release';
}

/** What Fly keeps of a machine's past. */
export interface MachineHistory {
	/** The configurations it has had, the newest first. */
	readonly configurations: readonly FlyConfig[];
	/** The newest that it had under each release, by the release's id. */
	readonly byRelease: ReadonlyMap<string, FlyConfig>;
}

/** By the machine's id. */
export type HistoryOf = (machineId: string) => MachineHistory;

export const noHistory: MachineHistory = { configurations: [], byRelease: new Map() };

export function historyIn(versions: readonly FlyMachineVersion[]): MachineHistory {
	const configurations = versions.flatMap(({ user_config: config }): FlyConfig[] => (config ? [config] : []));
	const byRelease = new Map<string, FlyConfig>();
	for (const config of configurations) {
		const release = releaseIdOf(config);
		if (release !== null && !byRelease.has(release)) byRelease.set(release, config);
	}
	return { configurations, byRelease };
}

/**
 * The configuration that a machine had under a release; null where none is kept. Fly keeps every version
 * of a machine with its whole configuration; a machine made since then takes its process group's, with
 * its own volume.
 */
export function configUnder(
	release: FlyRelease,
	managed: DeployableMachine,
	machines: readonly DeployableMachine[],
	historyOf: HistoryOf,
): RecordedConfiguration | null {
	const own = historyOf(managed.machine.id).byRelease.get(release.id);
	if (own) return { config: own, source: 'machine' };
	const { group, config: now } = managed;
	const sibling = machines
		.filter((other) => other.group === group)
		.map(({ machine }) => historyOf(machine.id).byRelease.get(release.id))
		.find(Boolean);
	const ofGroup = sibling ?? recordOf(release)?.configurations[group];
	if (!ofGroup) return null;
	// A volume belongs to its machine, whatever the others of the group have.
	const { mounts, ...rest } = ofGroup;
	void mounts;
	return {
		config: now.mounts === undefined ? rest : { ...rest, mounts: now.mounts },
		source: sibling ? 'processGroup' : 'release',
	};
}
