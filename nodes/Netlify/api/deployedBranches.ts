import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { NetlifyDeployedBranch } from './types';

/** The branches of a site that have an address of their own, the production branch among them. */
export async function listDeployedBranches(client: PlatformClient, siteId: string): Promise<NetlifyDeployedBranch[]> {
	return await client.list<NetlifyDeployedBranch>({ method: 'GET', path: path`/sites/${siteId}/deployed-branches` });
}
