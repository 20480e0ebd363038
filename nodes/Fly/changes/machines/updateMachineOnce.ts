import { mayHaveHappened } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
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
	const sent = await attempt(updateMachine(fly, app, id, update));
	if (sent.ok) return sent.value;
	if (!mayHaveHappened(sent.error)) throw sent.error;
	const seen = await readMachine(fly, app, id);
	return seen.instance_id === update.currentVersion ? await updateMachine(fly, app, id, update) : seen;
}
