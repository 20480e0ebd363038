import type { FlyRelease } from '../api/types';
import { isCanary } from './canaryConfig';
import type { DeployableMachine } from './managedMachines';
import { launchIdKey, markOn, releaseIdOf } from './marks';
import { isNamed } from './resumedRelease';
import { hasEndedWell } from './releaseRecord';
import { releaseStatus } from './releaseStatus';

/** Machines of a bluegreen or canary release that has not ended, beside those that serve; here or in flyctl. */
export function orphansAmong(
	machines: readonly DeployableMachine[],
	releases: readonly FlyRelease[],
): DeployableMachine[] {
	const open = new Set(releases.filter((release) => !hasEndedWell(release)).map(({ id }) => id));
	const extra = machines.filter(({ config }) => {
		const release = releaseIdOf(config) ?? '';
		return open.has(release) && (isCanary(config) || markOn(config, launchIdKey)?.startsWith(`${release}/`));
	});
	return extra.filter(({ group }) => machines.some((other) => other.group === group && !extra.includes(other)));
}

/**
 * The same where all of it was made by a run of this package and never let into Fly's proxy, beside machines that
 * serve as before: to destroy it takes nothing from anybody. Else none, since somebody has to look. Its release is over, or it is the one that is `entered`, whose run is known
 * to be dead.
 */
export function abandonedAmong(
	machines: readonly DeployableMachine[],
	releases: readonly FlyRelease[],
	entered: string,
): DeployableMachine[] {
	const orphans = orphansAmong(machines, releases);
	const othersServe = machines.every((other) => orphans.includes(other) || other.machine.cordoned !== true);
	const areAbandoned = orphans.every(({ machine, config }) => {
		const release = releases.find(({ id }) => id === releaseIdOf(config));
		const isDead = release !== undefined && (isOver(release) || isNamed(release, entered));
		return isDead && machine.cordoned === true && markOn(config, launchIdKey) !== null;
	});
	return othersServe && areAbandoned ? orphans : [];
}

function isOver({ status }: FlyRelease): boolean {
	return ['failed', 'cancelled'].includes(releaseStatus(status).state);
}
