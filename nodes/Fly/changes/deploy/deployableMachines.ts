import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyMachine } from '../../api/types';
import { groupsOf, leftOutMachines, managedMachines, type DeployableMachine } from '../../state/managedMachines';

/**
 * The machines that a deploy changes: those of Fly's app platform, in the chosen groups (all when
 * none is named). Whatever else is in the app is not touched.
 *
 * @throws OperationFailure when there is none, a named group does not exist, or a configuration cannot be read whole.
 */
export function deployableMachines(
	app: string,
	machines: readonly FlyMachine[],
	groups: readonly string[] = [],
): DeployableMachine[] {
	const known = groupsOf(managedMachines(machines)).sort();
	if (known.length === 0) {
		const others = leftOutMachines(machines).map(({ id, why }) => `${id}: ${why}`);
		throw new OperationFailure(
			`App ${app} has no machines that Fly's app platform manages${others.length > 0 ? ` (${others.join('; ')})` : ''}`,
			'Deploy it once with "fly deploy", or name an app in Machines From App whose machine its first one is to be like; this node never touches machines made by hand',
		);
	}
	const missing = groups.find((group) => !known.includes(group));
	if (missing !== undefined) {
		throw new OperationFailure(
			`App ${app} has no process group "${missing}"`,
			`Its process groups are: ${known.join(', ')}`,
		);
	}
	return managedMachines(machines, groups).map(({ machine, group }) => {
		if (machine.config) return { machine, group, config: machine.config };
		throw new OperationFailure(
			`The whole configuration of machine ${machine.id} of app ${app} cannot be read: its host does not answer`,
			'Nothing was changed. Wait until its host is back (status.flyio.net), or destroy the machine',
		);
	});
}
