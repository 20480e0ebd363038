import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
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
