import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { deleteIfThere } from '../../shared/http/readIfThere';
import type { NetlifyHook } from './types';

/** What a notification is to be: its event, our address and the secret that it is signed with. */
export interface HookSettings {
	readonly event: string;
	readonly url: string;
	readonly secret: string;
}

export async function listHooks(client: PlatformClient, siteId: string): Promise<NetlifyHook[]> {
	return await client.list<NetlifyHook>({ method: 'GET', path: '/hooks', query: { site_id: siteId } });
}

/** The same where the site may be gone: its hooks are gone with it. */
export async function listHooksIfThere(client: PlatformClient, siteId: string): Promise<NetlifyHook[]> {
	const { status, body } = await client.request({
		method: 'GET',
		path: '/hooks',
		query: { site_id: siteId },
		acceptStatuses: [404],
	});
	return status !== 404 && Array.isArray(body) ? body.filter(isHook) : [];
}

export async function createHook(client: PlatformClient, siteId: string, settings: HookSettings): Promise<NetlifyHook> {
	return await client.object<NetlifyHook>({
		method: 'POST',
		path: '/hooks',
		query: { site_id: siteId },
		body: bodyOf(settings),
		// A lost answer leaves a hook with our address: the next registration takes it over.
		safeToRepeat: false,
	});
}

export async function updateHook(client: PlatformClient, id: string, settings: HookSettings): Promise<NetlifyHook> {
	return await client.object<NetlifyHook>({ method: 'PUT', path: path`/hooks/${id}`, body: bodyOf(settings) });
}

export async function enableHook(client: PlatformClient, id: string): Promise<NetlifyHook> {
	return await client.object<NetlifyHook>({ method: 'POST', path: path`/hooks/${id}/enable`, safeToRepeat: true });
}

export async function deleteHook(client: PlatformClient, id: string): Promise<void> {
	await deleteIfThere(client, { path: path`/hooks/${id}` });
}

function bodyOf({ event, url, secret }: HookSettings): IDataObject {
	return { type: 'url', event, data: { url, signature_secret: secret } };
}

function isHook(value: unknown): value is NetlifyHook {
	return isRecord(value) && typeof value.id === 'string';
}
