import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyClient } from '../../api/client';
import { launchIdKey, markOn } from '../../state/marks';
import type { DeployableMachine } from '../../state/managedMachines';
import { destroyLaunched } from './destroyLaunched';

/** Destroys what a run that died left of machines that serve nobody. @throws OperationFailure when one stays. */
export async function destroyAbandoned(
	fly: FlyClient,
	app: string,
	machines: readonly DeployableMachine[],
): Promise<void> {
	if (machines.length === 0) return;
	const launchIds = machines.flatMap(({ config }) => markOn(config, launchIdKey) ?? []);
	const known = machines.map(({ machine }) => machine.id);
	const left = await destroyLaunched(fly, app, new Set(launchIds), known);
	if (left.length === 0) return;
	throw new OperationFailure(
		`What an earlier run left beside the machines of app ${app} is still there: ${left.join('; ')}`,
		'Nothing else was changed. Destroy it in Fly.io, or run this again',
	);
}
