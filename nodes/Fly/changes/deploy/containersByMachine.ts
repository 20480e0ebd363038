import { OperationFailure } from '../../../shared/operation/errors';
import type { FlyConfig } from '../../api/types';
import { chooseContainers } from '../../state/containerChoice';
import type { DeployableMachine } from '../../state/managedMachines';

/**
 * The containers of each machine that get the image, by the machine's id.
 *
 * @throws OperationFailure when it is not clear for one of them, or none has a container that is named.
 */
export function containersByMachine(
	app: string,
	machines: readonly DeployableMachine[],
	imageFor: (machine: DeployableMachine) => { readonly config: FlyConfig; readonly image: string },
	wanted: readonly string[],
): Map<string, readonly string[]> {
	const chosen = new Map<string, readonly string[]>();
	for (const managed of machines) {
		const { config, image } = imageFor(managed);
		const choice = chooseContainers(config, image, wanted);
		if (!choice.ok) {
			throw new OperationFailure(
				`It is not clear which container of machine ${managed.machine.id} (${managed.group}) of app ${app} gets ${image}: it ${choice.reason}`,
				'Nothing was changed. Name it in Containers; the others keep their images',
			);
		}
		chosen.set(managed.machine.id, choice.names);
	}
	if (wanted.length > 0 && [...chosen.values()].every((names) => names.length === 0)) {
		throw new OperationFailure(
			`The machines of app ${app} have no containers, so there is no container "${wanted.join(', ')}"`,
			'Leave Containers empty: their image is deployed as a whole',
		);
	}
	return chosen;
}
