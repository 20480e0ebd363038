import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteIfThere } from '../../shared/http/readIfThere';
import type { NetlifyBuildHook } from './types';

/** All build hooks of a site; Netlify does not page them. */
export async function listBuildHooks(client: PlatformClient, siteId: string): Promise<NetlifyBuildHook[]> {
	return await client.list<NetlifyBuildHook>({ method: 'GET', path: path`/sites/${siteId}/build_hooks` });
}

export async function createBuildHook(
	client: PlatformClient,
	siteId: string,
	hook: { readonly title: string; readonly branch: string },
): Promise<NetlifyBuildHook> {
	return await client.object<NetlifyBuildHook>({
		method: 'POST',
		path: path`/sites/${siteId}/build_hooks`,
		body: { ...hook },
		safeToRepeat: false,
	});
}

export async function deleteBuildHook(client: PlatformClient, siteId: string, hookId: string): Promise<void> {
	await deleteIfThere(client, { path: path`/sites/${siteId}/build_hooks/${hookId}`, secretValues: [hookId] });
}
