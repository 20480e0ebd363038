import { textAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import { mapConcurrently } from '../shared/waiting/mapConcurrently';
import { listVersions } from './machines';
import type { ManagedMachine } from './processGroups';
import { recordOf } from './releases';
import type { Fly } from './transport';
import type { FlyConfig, FlyMachineVersion, FlyRelease } from './types';

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

const noHistory: MachineHistory = { configurations: [], byRelease: new Map() };

export async function readHistories(
	fly: Fly,
	app: string,
	machines: readonly ManagedMachine[],
): Promise<HistoryOf> {
	const histories = new Map(
		await mapConcurrently(
			machines,
			16,
			async ({ machine }) => [machine.id, historyIn(await listVersions(fly, app, machine.id))] as const,
		),
	);
	return (machineId) => histories.get(machineId) ?? noHistory;
}

function historyIn(versions: readonly FlyMachineVersion[]): MachineHistory {
	const configurations = versions.flatMap(({ user_config: config }): FlyConfig[] => (config ? [config] : []));
	const byRelease = new Map<string, FlyConfig>();
	for (const config of configurations) {
		const release = textAt(config, 'metadata', 'fly_release_id');
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
	managed: ManagedMachine,
	machines: readonly ManagedMachine[],
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

/**
 * The configuration that each machine had under a release, by the machine's id.
 *
 * @throws OperationFailure for a process group of which none is kept any more.
 */
export function recordedConfigurations(
	app: string,
	machines: readonly ManagedMachine[],
	release: FlyRelease,
	historyOf: HistoryOf,
): Map<string, RecordedConfiguration> {
	return new Map(
		machines.map((managed) => {
			const found = configUnder(release, managed, machines, historyOf);
			if (found) return [managed.machine.id, found];
			throw new OperationFailure(
				`Fly.io has no configuration of process group "${managed.group}" for release v${release.version} of app ${app} any more`,
				'Choose a newer release, or use Deploy Image with that release\'s image, which keeps the configuration of now',
			);
		}),
	);
}
