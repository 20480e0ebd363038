import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import type { FlyClient } from '../../api/client';
import { destroyMachine, listMachinesPatiently } from '../../api/machines';
import { launchIdKey, markOn } from '../../state/marks';

/** How long the app's machines are looked for, to remove what was made. */
const removalTimeoutMs = 60_000;

/**
 * Destroys machines that a run made: those it knows, and those whose create was never answered, by
 * their launch ids. Returns what could not be destroyed, or seen.
 */
export async function destroyLaunched(
	fly: FlyClient,
	app: string,
	launchIds: ReadonlySet<string>,
	known: readonly string[],
): Promise<string[]> {
	const listed = await attempt(listMachinesPatiently(fly, app, removalTimeoutMs));
	const found = listed.ok ? listed.value.filter(({ config }) => launchIds.has(markOn(config, launchIdKey) ?? '')) : [];
	const ids = new Set([...found.map(({ id }) => id), ...known]);
	const failures: string[] = [];
	for (const id of ids) {
		const destroyed = await attempt(destroyMachine(fly, app, id));
		if (!destroyed.ok) failures.push(`machine ${id} was not destroyed: ${messageOf(destroyed.error)}`);
	}
	if (!listed.ok) {
		failures.push(`whether more machines remain could not be read: ${messageOf(listed.error)}`);
	}
	return failures;
}
