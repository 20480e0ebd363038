import { mayHaveHappened, messageOf, OperationFailure } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { actOnMachine, readMachine, type MachineVerb } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { eventsAfter } from '../../state/machineEvents';

/** Fly's answer to a restart may be lost: whether it was done is looked up then, and it is not sent again. */
export async function actOnce(fly: FlyClient, app: string, before: FlyMachine, verb: MachineVerb): Promise<void> {
	const sent = await attempt(actOnMachine(fly, app, before.id, verb));
	if (sent.ok) return;
	if (verb !== 'restart' || !mayHaveHappened(sent.error)) throw sent.error;
	const now = await attempt(readMachine(fly, app, before.id));
	const events = now.ok ? eventsAfter(before, now.value) : [];
	if (events.some(({ type }) => type === 'restart')) return;
	throw new OperationFailure(
		`Fly.io did not confirm the restart of machine ${before.id} of app ${app}, and ${now.ok ? 'no restart of it is listed' : 'it could not be read afterwards'}: ${messageOf(sent.error)}`,
		'It may restart yet. Look at its events in Fly.io before you run this again',
		{},
		{ cause: sent.error },
	);
}
