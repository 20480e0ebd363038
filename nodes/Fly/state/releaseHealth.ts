import type { Assessment } from '../../deployment/state/assessment';
import { phaseOf } from '../../deployment/state/deploymentState';
import { judge } from '../../deployment/state/verdict';
import type { FlyMachine, FlyRelease } from '../api/types';
import { firstUnhealthy, isServing, runningInstances } from './fleetHealth';
import { isResting } from './machineRest';
import { managedMachines } from './managedMachines';
import { releaseIdKey } from './marks';
import { crashText } from './programExits';
import { hasEndedWell, recordOf } from './releaseRecord';
import { releaseStatus } from './releaseStatus';

const nothingFollows = 'the release is complete, so nothing brings it there any more';

/** Whether every machine of an app runs a release, whoever made it: read off the machines, not off its status. */
export function assessRelease(
	app: string,
	release: FlyRelease,
	releases: readonly FlyRelease[],
	machines: readonly FlyMachine[],
): Assessment {
	const recorded = releaseStatus(release.status);
	if (phaseOf(recorded.state) === 'failed') return { phase: 'failed', ...recorded };
	const fleet = managedMachines(machines);
	const running = runningInstances(fleet, releaseIdKey);
	const newer = releases.find(
		({ id, version }) => version > release.version && running.some(({ deploymentId }) => deploymentId === id),
	);
	if (newer) {
		return {
			phase: 'failed',
			state: 'superseded',
			reason: `machines of app ${app} already have release v${newer.version}`,
		};
	}
	// Whoever made it has done with it: what does not run now is not brought there any more.
	const isOver = hasEndedWell(release);
	const resting = isServing(fleet) ? null : `none of the ${fleet.length} machines of app ${app} runs`;
	const unhealthy = firstUnhealthy(fleet, isResting) ?? resting;
	if (unhealthy !== null) {
		const isFinal = isOver && (resting !== null || fleet.some(({ machine }) => isDead(machine)));
		// Else its deploy may still be at work, or a check has yet to pass.
		if (!isFinal) return { phase: 'pending', state: 'rolling', reason: unhealthy };
		return { phase: 'failed', state: 'failed', reason: `${unhealthy}, and ${nothingFollows}` };
	}
	const digest = recordOf(release)?.digest ?? running[0]?.artifact ?? null;
	const verdict = judge({
		deploymentId: release.id,
		status: { state: 'live', reason: '' },
		requestedArtifact: digest ?? 'a digest that Fly.io reports',
		running,
		expectedInstances: Math.max(1, fleet.length),
		matchDeployment: true,
	});
	if (verdict.success) return { phase: 'succeeded', state: 'live', reason: '' };
	return isOver
		? { phase: 'failed', state: verdict.state, reason: `${verdict.reason}, and ${nothingFollows}` }
		: { phase: 'pending', state: 'rolling', reason: verdict.reason };
}

/** Whether it does not run, and does not come up by itself. */
function isDead(machine: FlyMachine): boolean {
	return crashText(machine) !== null || machine.state === 'failed' || machine.state === 'launch_failed';
}
