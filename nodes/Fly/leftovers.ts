import { textAt } from '../deployment/values/jsonFields';
import { OperationFailure } from '../shared/operation/errors';
import { launchIdKey } from './machines';
import type { ManagedMachine } from './processGroups';
import { hasEndedWell } from './releases';
import { isCanary } from './rollout/canary';
import type { FlyRelease } from './types';

/**
 * A bluegreen or canary release that is under way, here or in flyctl, or that died, has machines beside
 * those that serve: to deploy to both would double the fleet, and which of them serve only a person can say.
 *
 * @throws OperationFailure when there are such machines.
 */
export function refuseLeftovers(
	app: string,
	machines: readonly ManagedMachine[],
	releases: readonly FlyRelease[],
): void {
	const open = new Set(releases.filter((release) => !hasEndedWell(release)).map(({ id }) => id));
	const extra = machines.filter(({ config }) => {
		const release = textAt(config, 'metadata', 'fly_release_id') ?? '';
		return open.has(release) && (isCanary(config) || textAt(config, 'metadata', launchIdKey)?.startsWith(`${release}/`));
	});
	const ids = extra
		.filter(({ group }) => machines.some((other) => other.group === group && !extra.includes(other)))
		.map(({ machine }) => machine.id)
		.join(' ');
	if (ids === '') return;
	throw new OperationFailure(
		`App ${app} has machines of a release that has not ended, beside those of before: ${ids}`,
		`Wait if another run deploys. Else it died: see that the others serve, then run "fly machine destroy --force ${ids}"`,
	);
}
