import { writeOnce } from '../../../shared/waiting/writeOnce';
import { assignSharedAddress, readSharedAddress } from '../../api/apps';
import type { FlyClient } from '../../api/client';

/** The IPv4 address that the app shares with others, which costs nothing: the one it has, or a new one. */
export async function ensureSharedAddress(fly: FlyClient, app: string): Promise<string> {
	const before = await readSharedAddress(fly, app);
	if (before !== undefined) return before;
	return await writeOnce({
		what: `the shared IPv4 address of app ${app}`,
		send: async () => await assignSharedAddress(fly, app),
		find: async () => await readSharedAddress(fly, app),
	});
}
