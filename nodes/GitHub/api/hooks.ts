import type { IDataObject } from 'n8n-workflow';

import { listByPage } from '../../shared/http/pagination';
import { deleteIfThere } from '../../shared/http/readIfThere';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { GitHubHook } from './types';

/** The webhooks below `/repos/owner/name/hooks` or `/orgs/login/hooks`. */
export async function listHooks(client: PlatformClient, hooksPath: string, limit: number): Promise<GitHubHook[]> {
	return await listByPage(client, { method: 'GET', path: hooksPath }, { limit, pageSize: 100 });
}

export async function createHook(
	client: PlatformClient,
	hooksPath: string,
	settings: IDataObject,
): Promise<GitHubHook> {
	return await client.object({ method: 'POST', path: hooksPath, body: { name: 'web', ...settings } });
}

export async function updateHook(
	client: PlatformClient,
	hooksPath: string,
	id: number,
	settings: IDataObject,
): Promise<GitHubHook> {
	return await client.object({ method: 'PATCH', path: `${hooksPath}/${id}`, body: settings, safeToRepeat: true });
}

/** Switches a webhook off; one that is gone already is fine. */
export async function deactivateHook(client: PlatformClient, hooksPath: string, id: number): Promise<void> {
	await client.request({
		method: 'PATCH',
		path: `${hooksPath}/${id}`,
		body: { active: false },
		safeToRepeat: true,
		acceptStatuses: [404],
	});
}

/** Deletes a webhook; one that is gone already is fine. */
export async function deleteHook(client: PlatformClient, hooksPath: string, id: number): Promise<void> {
	await deleteIfThere(client, { path: `${hooksPath}/${id}` });
}
