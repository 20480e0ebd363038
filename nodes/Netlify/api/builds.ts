import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { NetlifyBuild } from './types';

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
