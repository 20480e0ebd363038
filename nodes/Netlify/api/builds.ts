import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { teamOf } from './team';
import type { NetlifyBuild, NetlifyBuildStatus, NetlifySite } from './types';

export interface BuildRequest {
	/** Empty for the production branch. */
	readonly branch: string;
	readonly clearCache: boolean;
	readonly title: string;
}

/** Asks for a build of a branch's head. */
export async function requestBuild(
	client: PlatformClient,
	siteId: string,
	{ branch, clearCache, title }: BuildRequest,
): Promise<NetlifyBuild> {
	return await client.object<NetlifyBuild>({
		method: 'POST',
		path: path`/sites/${siteId}/builds`,
		query: { ...(branch && { branch }), ...(clearCache && { clear_cache: true }), title },
		safeToRepeat: false,
	});
}

/** What Netlify builds for the team of a site. */
export async function listBuildStatus(client: PlatformClient, site: NetlifySite): Promise<NetlifyBuildStatus[]> {
	return await client.list<NetlifyBuildStatus>({ method: 'GET', path: path`/${teamOf(site) ?? ''}/builds/status` });
}
