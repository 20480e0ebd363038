import { phaseOf } from '../../deployment/state/deploymentState';
import type { DeploymentUnderWay, LiveDeployment } from '../../deployment/state/liveDeployment';
import type { AppReleases, FlyMachine, FlyRelease } from '../api/types';
import { deployedDigest, deployedImage } from './deployedImage';
import { commitOf, commitOfImage } from './machineCommit';
import { managedMachines } from './managedMachines';
import { markOn, releaseIdOf } from './marks';
import { releaseStatus } from './releaseStatus';

/**
 * What an app's machines run, in the shape of every platform. While a deploy is at
 * work they differ: then what the release before it gave them is live, as long as one still has it.
 */
export function liveReleaseOf(
	app: string,
	machines: readonly FlyMachine[],
	{ url, releases }: AppReleases,
): LiveDeployment {
	const newest = releases[0];
	const moving = newest && isMoving(newest) ? newest : undefined;
	const fleet = managedMachines(machines).map(({ machine }) => machine);
	const machine = representative(fleet, moving?.id);
	const releaseId = releaseIdOf(machine?.config) ?? '';
	const release = releases.find(({ id }) => id === releaseId);
	return {
		platform: 'fly',
		target: app,
		context: '',
		isLive: machine !== undefined,
		deploymentId: releaseId,
		artifact: machine ? artifactOf(machine) : '',
		commit: machine ? commitOf(machine) : '',
		url: url || `https://${app}.fly.dev`,
		version: versionOf(machine, release),
		publishedAt: release?.createdAt ?? machine?.updated_at ?? '',
		underWay: moving ? underWay(moving, fleet) : null,
	};
}

function isMoving({ status }: FlyRelease): boolean {
	const { state } = releaseStatus(status);
	return state !== 'unknown' && phaseOf(state) === 'pending';
}

/** One of the machines that most have in common, of those that run where any does; not one of the release that is under way, where another is left. */
function representative(fleet: readonly FlyMachine[], movingId: string | undefined): FlyMachine | undefined {
	const settled = fleet.filter(({ config }) => movingId === undefined || releaseIdOf(config) !== movingId);
	const known = settled.length > 0 ? settled : fleet;
	const running = known.filter(({ state }) => state === 'started');
	const candidates = running.length > 0 ? running : known;
	const counts = new Map<string | null, number>();
	for (const { config } of candidates) {
		const id = releaseIdOf(config);
		counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	const most = Math.max(0, ...counts.values());
	return candidates.find(({ config }) => counts.get(releaseIdOf(config)) === most);
}

function artifactOf(machine: FlyMachine): string {
	return deployedDigest(machine) ?? deployedImage(machine.config) ?? '';
}

function versionOf(machine: FlyMachine | undefined, release: FlyRelease | undefined): string {
	if (release) return `v${release.version}`;
	const marked = markOn(machine?.config, 'fly_release_version');
	return marked === null ? '' : `v${marked}`;
}

function underWay(release: FlyRelease, fleet: readonly FlyMachine[]): DeploymentUnderWay {
	const changed = fleet.find(({ config }) => releaseIdOf(config) === release.id);
	return {
		deploymentId: release.id,
		commit: changed ? commitOf(changed) : commitOfImage(release.imageRef),
		artifact: (changed && artifactOf(changed)) || (release.imageRef ?? ''),
		startedAt: release.createdAt ?? '',
	};
}
