import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyRelease } from '../../api/types';
import type { DeployableMachine } from '../../state/managedMachines';
import { orphansAmong } from '../../state/orphans';

/**
 * A bluegreen or canary release that is under way, here or in flyctl, or that died, has machines beside
 * those that serve: to deploy to both would double the fleet, and which of them serve only a person can say.
 *
 * @throws OperationFailure when there are such machines.
 */
export function assertNoOrphans(
	app: string,
	machines: readonly DeployableMachine[],
	releases: readonly FlyRelease[],
): void {
	const ids = orphansAmong(machines, releases)
		.map(({ machine }) => machine.id)
		.join(' ');
	if (ids === '') return;
	throw new OperationFailure(
		`App ${app} has machines of a release that has not ended, beside the earlier ones: ${ids}`,
		`Wait if another run is deploying. If it died, enter it in Resume Release, which clears what serves nobody yet; or check that the other machines serve, then run "fly machine destroy --force ${ids}"`,
	);
}
