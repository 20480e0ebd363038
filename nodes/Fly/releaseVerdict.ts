import { phaseOf, type DeploymentState } from '../deployment/deploymentState';
import { textAt } from '../deployment/jsonFields';
import { judge } from '../deployment/verdict';
import { isGone, managedGroup } from './processGroups';
import { recordOf } from './releases';
import { findingOn, isAutostopped, releaseStatus } from './status';
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
	const fleet = machines.filter((machine) => !isGone(machine) && managedGroup(machine) !== null);
	const newer = releases.find(
		({ id, version }) =>
			version > release.version &&
			fleet.some(({ config }) => textAt(config, 'metadata', 'fly_release_id') === id),
	);
	if (newer) {
		return {
			phase: 'bad',
			state: 'superseded',
			reason: `machines of app ${app} have release v${newer.version} already`,
		};
	}
	const resting = new Set(['stopped', 'suspended', 'created']);
	for (const machine of fleet) {
		if (isAutostopped(machine)) continue;
		const finding = findingOn(machine, {
			instanceId: machine.instance_id ?? '',
			instanceIdBefore: null,
			lastEventId: machine.events?.[0]?.id ?? null,
			digest: null,
			launches: !resting.has(machine.state ?? ''),
		});
		if (finding.phase !== 'good') {
			// Its deploy may still be at work, and put it right or undo it.
			return { phase: 'pending', state: 'rolling', reason: `machine ${machine.id}: ${finding.seen}` };
		}
	}
	const digest = recordOf(release)?.digest ?? fleet[0]?.image_ref?.digest ?? null;
	const isServing = fleet.some((machine) => machine.state === 'started' || isAutostopped(machine));
	const verdict = judge({
		deploymentId: release.id,
		status: isServing
			? { state: 'live', reason: '' }
			: { state: 'rolling', reason: `none of the ${fleet.length} machines of app ${app} runs` },
		requestedArtifact: digest ?? 'a digest that Fly.io tells',
		running: fleet.map((machine) => ({
			name: `Machine ${machine.id}`,
			deploymentId: textAt(machine.config, 'metadata', 'fly_release_id'),
			artifact: machine.image_ref?.digest ?? null,
		})),
		expectedInstances: Math.max(1, fleet.length),
		matchDeployment: true,
	});
	if (verdict.success) return { phase: 'good', state: 'live', reason: '' };
	return { phase: 'pending', state: 'rolling', reason: verdict.reason };
}
