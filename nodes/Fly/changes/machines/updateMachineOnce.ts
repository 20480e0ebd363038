import { writeOnce } from '../../../shared/waiting/writeOnce';
import type { FlyClient } from '../../api/client';
import { readMachine, updateMachine, type MachineUpdate } from '../../api/machines';
import type { FlyMachine } from '../../api/types';

/**
 * Replaces a machine's configuration, once. Under the lease nobody else can, so that a new version
 * after a lost answer is this update's.
 */
export async function updateMachineOnce(
	fly: FlyClient,
	app: string,
	id: string,
	update: MachineUpdate,
): Promise<FlyMachine> {
	return await writeOnce({
		what: `the new version of machine ${id}`,
		send: async () => await updateMachine(fly, app, id, update),
		find: async () => {
			const seen = await readMachine(fly, app, id);
			return seen.instance_id === update.currentVersion ? undefined : seen;
		},
		lookDelaysMs: [0],
		maxSends: 2,
	});
}
