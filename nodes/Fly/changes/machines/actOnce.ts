import { messageOf, OperationFailure } from '../../../shared/operation/errors';
import { writeOnce } from '../../../shared/waiting/writeOnce';
import type { FlyClient } from '../../api/client';
import { actOnMachine, readMachine, type MachineVerb } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { eventsAfter } from '../../state/machineEvents';

/** Fly's answer to a restart may be lost: whether it was done is looked up then, and it is not sent again. */
export async function actOnce(fly: FlyClient, app: string, before: FlyMachine, verb: MachineVerb): Promise<void> {
	const { id } = before;
	if (verb !== 'restart') return await actOnMachine(fly, app, id, verb);
	await writeOnce({
		what: `the restart of machine ${id} of app ${app}`,
		send: async () => {
			await actOnMachine(fly, app, id, verb);
			return true;
		},
		find: async () =>
			eventsAfter(before, await readMachine(fly, app, id)).some(({ type }) => type === 'restart') || undefined,
		lookDelaysMs: [0],
		maxSends: 1,
		unclear: ({ what, error, lookError }) =>
			new OperationFailure(
				`Fly.io did not confirm ${what}, and ${lookError === undefined ? 'no restart of it is listed' : 'it could not be read afterwards'}: ${messageOf(error)}`,
				'It may restart yet. Check its events in Fly.io before you run this again',
				{},
				{ cause: error },
			),
	});
}
