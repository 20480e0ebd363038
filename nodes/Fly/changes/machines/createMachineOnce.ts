import { mayHaveHappened } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import type { FlyClient } from '../../api/client';
import { createMachine, listMachines, type NewMachine } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { launchIdKey, markOn, withMarks } from '../../state/marks';

/** Pauses before each look for a machine whose create was not answered. */
const lookDelaysMs = [500, 2_000, 5_000];

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
	const sent = await attempt(createMachine(fly, app, marked));
	if (sent.ok) return sent.value;
	if (!mayHaveHappened(sent.error)) throw sent.error;
	let hasLooked = false;
	for (const delayMs of lookDelaysMs) {
		await clock.sleep(delayMs);
		const listed = await attempt(listMachines(fly, app));
		if (!listed.ok) continue;
		hasLooked = true;
		const found = listed.value.find(({ config }) => markOn(config, launchIdKey) === launchId);
		if (found) return found;
	}
	// Sent again only when it is seen not to be there: two of it would be one too many.
	if (!hasLooked) throw sent.error;
	return await createMachine(fly, app, marked);
}
