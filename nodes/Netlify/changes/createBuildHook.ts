import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { createBuildHook, listBuildHooks } from '../api/buildHooks';
import { type NetlifyBuildHook, type NetlifySite, siteName } from '../api/types';

interface WantedHook {
	readonly title: string;
	readonly branch: string;
}

/** The hook of a site that has this title and branch; undefined when there is none. */
export async function findBuildHook(
	client: PlatformClient,
	site: NetlifySite,
	wanted: WantedHook,
): Promise<NetlifyBuildHook | undefined> {
	const hooks = await listBuildHooks(client, site.id);
	return hooks.find(({ title, branch }) => title === wanted.title && branch === wanted.branch);
}

/** Makes a hook that is not there yet, once. */
export async function createBuildHookOnce(
	client: PlatformClient,
	site: NetlifySite,
	wanted: WantedHook,
): Promise<NetlifyBuildHook> {
	return await writeOnce({
		what: `build hook "${wanted.title}" of site ${siteName(site)}`,
		send: async () => await createBuildHook(client, site.id, wanted),
		find: async () => await findBuildHook(client, site, wanted),
	});
}
