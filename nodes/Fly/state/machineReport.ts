import { pinnedImage } from '../../deployment/values/imageReference';
import type { FlyMachine } from '../api/types';
import { checkSummary } from './checks';
import { containersOf, type Container } from './containers';
import { deployedDigest, deployedImage } from './deployedImage';
import { managedMachines } from './managedMachines';
import { markOn } from './marks';
import { managedGroup } from './processGroup';

/** What a machine runs, for people and for the next node. Nothing of its environment. A type, so that it is JSON as it is. */
export type MachineReport = {
	readonly id: string;
	readonly name: string | null;
	/** Null for a machine that no deploy manages. */
	readonly processGroup: string | null;
	readonly region: string | null;
	readonly state: string | null;
	/** Its version, by which Fly keeps its configuration. */
	readonly version: string | null;
	readonly image: string | null;
	readonly digest: string | null;
	/** Each container with its image, where the machine has containers. */
	readonly containers?: Container[];
	/** `1 of 1 passing`. */
	readonly checks: string;
	readonly release: string | null;
};

export function machineReport(machine: FlyMachine): MachineReport {
	const { configured, passing } = checkSummary(machine);
	const containers = containersOf(machine.config);
	return {
		id: machine.id,
		name: machine.name ?? null,
		processGroup: managedGroup(machine),
		region: machine.region ?? null,
		state: machine.state ?? null,
		version: machine.instance_id ?? null,
		image: imageOf(machine),
		digest: deployedDigest(machine),
		...(containers.length > 0 && { containers }),
		checks: configured === 0 ? 'none' : `${passing} of ${configured} passing`,
		release: markOn(machine.config, 'fly_release_version'),
	};
}

/** Of the managed machines in these groups (all when none is named). */
export function reportsOf(machines: readonly FlyMachine[], groups: readonly string[] = []): MachineReport[] {
	return managedMachines(machines, groups).map(({ machine }) => machineReport(machine));
}

/** `2 machines have v1 (started: 1857156b526dd8; stopped: 3287eeeb342085)`: exactly what runs where. */
export function whatRunsWhere(reports: readonly MachineReport[]): string {
	if (reports.length === 0) return 'It has no machine left';
	const byImage = new Map<string, MachineReport[]>();
	for (const report of reports) {
		const key = shortImage(report);
		byImage.set(key, [...(byImage.get(key) ?? []), report]);
	}
	const parts = [...byImage].map(([image, members]) => {
		const named = members
			.slice(0, 6)
			.map(({ id, state, checks }) => `${id} ${state ?? 'in a state that is not reported'}, checks ${checks}`);
		const more = members.length > named.length ? `; and ${members.length - named.length} more` : '';
		return `${members.length} ${members.length === 1 ? 'machine has' : 'machines have'} ${image} (${named.join('; ')}${more})`;
	});
	return parts.join('. ');
}

/** The image by its digest, when Fly reports it. */
function imageOf(machine: FlyMachine): string | null {
	const written = deployedImage(machine.config);
	return written === null ? null : pinnedImage(written, deployedDigest(machine));
}

function shortImage({ image, digest }: MachineReport): string {
	const name = (image ?? 'an unknown image').replace(/@sha256:.*$/, '').replace(/^.*\//, '');
	return digest === null ? name : `${name} (${digest.slice(7, 19)})`;
}
