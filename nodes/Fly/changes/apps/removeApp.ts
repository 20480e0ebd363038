import { timedOut, pollUntil } from '../../../shared/waiting/pollUntil';
import { deleteApp, findApp } from '../../api/apps';
import type { FlyClient } from '../../api/client';

const goneWithinMs = 60_000;

/** Deletes an app with its machines, and looks until it is gone. @throws OperationFailure when it is still there. */
export async function removeApp(fly: FlyClient, app: string): Promise<void> {
	const what = `Removal of app ${app}`;
	await deleteApp(fly, app);
	const result = await pollUntil({
		what,
		timeoutMs: goneWithinMs,
		read: async () => await findApp(fly, app),
		assess: ({ is }) => ({ phase: is === 'missing' ? 'succeeded' : 'pending', seen: 'still there' }),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
}
