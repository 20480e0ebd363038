import { OperationFailure } from '../../../shared/operation/errors';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import type { FlyClient } from '../../api/client';
import { createMachine, listMachines, type NewMachine } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { launchIdKey, markOn, withMarks } from '../../state/marks';

/**
 * Makes a machine exactly once: after an ambiguous answer it is looked for by its launch id, which is
 * unique to this very machine, before the request is sent again.
 */
export async function createMachineOnce(
	fly: FlyClient,
	app: string,
	launchId: string,
	wanted: NewMachine,
): Promise<FlyMachine> {
	const marked = { ...wanted, config: withMarks(wanted.config, { [launchIdKey]: launchId }) };
	return await writeOnce({
		what: `a machine of app ${app}`,
		send: async () => await createMachine(fly, app, marked),
		find: async () => (await listMachines(fly, app)).find(({ config }) => markOn(config, launchIdKey) === launchId),
		lookDelaysMs: [500, 2_000, 5_000],
		maxSends: 2,
		// Whoever asked must know that there may be one all the same.
		unclear: ({ what, error }) =>
			error ?? new OperationFailure(`Fly.io did not confirm ${what}`, 'Look for it in Fly.io'),
	});
}
