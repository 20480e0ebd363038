import type { DeploymentStatus } from '../../deployment/deploymentState';
import { textAt } from '../../deployment/jsonFields';
import { judge, type Verdict } from '../../deployment/verdict';
import { isGone, managedGroup } from '../processGroups';
import { configuredChecks, findingOn, isAutostopped } from '../status';
import type { FlyMachine } from '../types';
import { runIdKey } from './undo';

/** Machines of these groups, all of them: also such as somebody added meanwhile. */
export function machinesOfGroups(
	machines: readonly FlyMachine[],
	groups: readonly string[],
): Array<{ readonly machine: FlyMachine; readonly group: string }> {
	return machines.flatMap((machine) => {
		const group = isGone(machine) ? null : managedGroup(machine);
		return group !== null && groups.includes(group) ? [{ machine, group }] : [];
	});
}

/**
 * Whether every machine of the groups runs the asked digest, made so by this run, and passes its
 * checks, all in one and the same look.
 */
export function verdictOn(
	machines: readonly FlyMachine[],
	wanted: {
		readonly groups: readonly string[];
		readonly runId: string;
		readonly digest: string | null;
		readonly machineCount: number;
		/** Ids of machines that were at rest before, and may be now. */
		readonly resting: ReadonlySet<string>;
	},
): Verdict {
	const fleet = machinesOfGroups(machines, wanted.groups);
	if (wanted.digest === null) {
		return { success: false, state: 'unknown', reason: 'Fly.io did not tell the digest of the image, so nothing shows what runs' };
	}
	if (!fleet.some(({ machine }) => machine.state === 'started' || isAutostopped(machine))) {
		return {
			success: false,
			state: 'ready',
			reason: 'no machine runs: the image is in place for their next start, and nothing shows that it works',
		};
	}
	return judge({
		deploymentId: wanted.runId,
		status: statusOfFleet(fleet, wanted.resting),
		requestedArtifact: wanted.digest,
		running: fleet.map(({ machine, group }) => ({
			name: `Machine ${machine.id} (${group})`,
			deploymentId: textAt(machine.config, 'metadata', runIdKey),
			artifact: machine.image_ref?.digest ?? null,
		})),
		expectedInstances: wanted.machineCount,
		matchDeployment: true,
	});
}

function statusOfFleet(
	fleet: ReadonlyArray<{ readonly machine: FlyMachine; readonly group: string }>,
	resting: ReadonlySet<string>,
): DeploymentStatus {
	for (const { machine, group } of fleet) {
		if (isAutostopped(machine)) continue;
		const finding = findingOn(machine, {
			instanceId: machine.instance_id ?? '',
			instanceIdBefore: null,
			// Only how it is now: what happened to it before was looked at while it was changed.
			lastEventId: machine.events?.[0]?.id ?? null,
			digest: null,
			launches: !resting.has(machine.id),
		});
		if (finding.phase !== 'good') {
			return { state: 'failed', reason: `Machine ${machine.id} (${group}): ${finding.seen}` };
		}
	}
	return { state: 'live', reason: '' };
}

/** What success does not show, for people. */
export function warningsOn(machines: readonly FlyMachine[], groups: readonly string[]): string[] {
	const fleet = machinesOfGroups(machines, groups);
	return groups.flatMap((name) => {
		const members = fleet.filter(({ group }) => group === name);
		const resting = members.filter(({ machine }) => machine.state !== 'started').length;
		return [
			...(members.some(({ machine }) => configuredChecks(machine.config) === 0)
				? [`Process group "${name}" has no health check: that its machines started is all that is shown`]
				: []),
			...(resting > 0
				? [`${resting} of ${members.length} machines of process group "${name}" do not run: they get the image with their next start`]
				: []),
		];
	});
}
