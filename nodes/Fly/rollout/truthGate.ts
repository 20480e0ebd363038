import { judge, type Verdict } from '../../deployment/state/verdict';
import { configuredChecks } from '../checks';
import { firstUnwell, isServing, machinesOfGroups, runningInstances } from '../servingFleet';
import type { FlyMachine } from '../types';
import { runIdKey } from './undo';

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
	if (!isServing(fleet)) {
		return {
			success: false,
			state: 'ready',
			reason: 'no machine runs: the image is in place for their next start, and nothing shows that it works',
		};
	}
	const unwell = firstUnwell(fleet, ({ id }) => wanted.resting.has(id));
	return judge({
		deploymentId: wanted.runId,
		status: unwell === null ? { state: 'live', reason: '' } : { state: 'failed', reason: unwell },
		requestedArtifact: wanted.digest,
		running: runningInstances(fleet, runIdKey),
		expectedInstances: wanted.machineCount,
		matchDeployment: true,
	});
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
