import { judge, type Verdict } from '../../deployment/state/verdict';
import type { FlyMachine } from '../api/types';
import { configuredChecks } from './checks';
import { firstUnhealthy, isServing, runningInstances } from './fleetHealth';
import { anotherCommit } from './machineCommit';
import { managedMachines } from './managedMachines';
import { runIdKey } from './marks';

export interface WantedRun {
	readonly groups: readonly string[];
	readonly runId: string;
	readonly digest: string | null;
	/** The commit that the image's label must name, where it has one; null for any. */
	readonly commit: string | null;
	readonly machineCount: number;
	/** Ids of machines that were at rest before, and may be now. */
	readonly resting: ReadonlySet<string>;
}

/**
 * Whether every machine of the groups runs the asked digest, made so by this run, and passes its
 * checks, all in one and the same look.
 */
export function verifyRun(machines: readonly FlyMachine[], wanted: WantedRun): Verdict {
	const fleet = managedMachines(machines, wanted.groups);
	if (wanted.digest === null) {
		return {
			success: false,
			state: 'unknown',
			reason: 'Fly.io did not report the digest of the image, so nothing shows what runs',
		};
	}
	const other = anotherCommit(
		fleet.map(({ machine }) => machine),
		wanted.commit,
	);
	if (other !== null) return { success: false, state: 'failed', reason: other };
	if (!isServing(fleet)) {
		return {
			success: false,
			state: 'ready',
			reason: 'no machine runs: they get the image with their next start, and nothing shows that it works',
		};
	}
	const unhealthy = firstUnhealthy(fleet, ({ id }) => wanted.resting.has(id));
	return judge({
		deploymentId: wanted.runId,
		status: unhealthy === null ? { state: 'live', reason: '' } : { state: 'failed', reason: unhealthy },
		requestedArtifact: wanted.digest,
		running: runningInstances(fleet, runIdKey),
		expectedInstances: wanted.machineCount,
		matchDeployment: true,
	});
}

/** What success does not show, for people. */
export function runWarnings(machines: readonly FlyMachine[], groups: readonly string[]): string[] {
	const fleet = managedMachines(machines, groups);
	return groups.flatMap((name) => {
		const members = fleet.filter(({ group }) => group === name);
		const resting = members.filter(({ machine }) => machine.state !== 'started').length;
		return [
			...(members.some(({ machine }) => configuredChecks(machine.config) === 0)
				? [`Process group "${name}" has no health check: its machines are only shown to have started`]
				: []),
			...(resting > 0
				? [
						`${resting} of ${members.length} machines of process group "${name}" do not run: they get the image with their next start`,
					]
				: []),
		];
	});
}
