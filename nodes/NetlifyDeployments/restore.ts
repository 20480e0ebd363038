import { path } from '../shared/path';
import type { PlatformClient } from '../shared/platformClient';
import type { NetlifyDeploy, NetlifySite } from './types';

/** Publishes a finished deploy again. Safe to repeat: the deploy is named. */
export async function restoreDeploy(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
): Promise<NetlifyDeploy> {
	return await client.object<NetlifyDeploy>({
		method: 'POST',
		path: path`/sites/${site.id}/deploys/${deployId}/restore`,
		safeToRepeat: true,
	});
}
