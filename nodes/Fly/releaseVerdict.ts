import { phaseOf, type DeploymentState } from '../deployment/deploymentState';
import { judge } from '../deployment/verdict';
import { recordOf } from './releases';
import { firstUnwell, isServing, machinesOfGroups, runningInstances } from './servingFleet';
import { isResting, releaseStatus } from './status';
import type { FlyMachine, FlyRelease } from './types';

export interface ReleaseVerdict {
	readonly phase: 'pending' | 'good' | 'bad';
	readonly state: DeploymentState;
	readonly reason: string;
}

/** Whether every machine of an app runs a release, whoever made it: read off the machines, not off its status. */
export function judgeRelease(
	app: string,
	release: FlyRelease,
	releases: readonly FlyRelease[],
	machines: readonly FlyMachine[],
): ReleaseVerdict {
	const recorded = releaseStatus(release.status);
	if (phaseOf(recorded.state) === 'bad') return { phase: 'bad', ...recorded };
	const fleet = machinesOfGroups(machines);
	const running = runningInstances(fleet, 'fly_release_id');
	const newer = releases.find(
		({ id, version }) => version > release.version && running.some(({ deploymentId }) => deploymentId === id),
	);
	if (newer) {
		return {
			phase: 'bad',
			state: 'superseded',
			reason: `machines of app ${app} have release v${newer.version} already`,
		};
	}
	const unwell =
		firstUnwell(fleet, isResting) ??
		(isServing(fleet) ? null : `none of the ${fleet.length} machines of app ${app} runs`);
	// Its deploy may still be at work, and put it right or undo it.
	if (unwell !== null) return { phase: 'pending', state: 'rolling', reason: unwell };
	const digest = recordOf(release)?.digest ?? running[0]?.artifact ?? null;
	const verdict = judge({
		deploymentId: release.id,
		status: { state: 'live', reason: '' },
		requestedArtifact: digest ?? 'a digest that Fly.io tells',
		running,
		expectedInstances: Math.max(1, fleet.length),
		matchDeployment: true,
	});
	if (verdict.success) return { phase: 'good', state: 'live', reason: '' };
	return { phase: 'pending', state: 'rolling', reason: verdict.reason };
}
