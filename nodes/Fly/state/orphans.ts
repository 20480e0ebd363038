import type { FlyRelease } from '../api/types';
import { isCanary } from './canaryConfig';
import type { DeployableMachine } from './managedMachines';
import { launchIdKey, markOn, releaseIdOf } from './marks';
import { hasEndedWell } from './releaseRecord';

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
