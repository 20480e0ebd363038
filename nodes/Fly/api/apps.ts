import { isRecord, isTrueAt, listAt, textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';
import type { FlyApp } from './types';

/** An organization's apps; Fly gives them all at once. */
export async function listApps(fly: FlyClient, organization: string): Promise<FlyApp[]> {
	const body = await fly.object<{ readonly apps?: unknown }>({
		method: 'GET',
		path: '/v1/apps',
		query: { org_slug: organization },
	});
	return listAt(body, 'apps').filter((app): app is FlyApp => isRecord(app));
}

export async function readApp(fly: FlyClient, app: string): Promise<FlyApp> {
	return await fly.object<FlyApp>({
		method: 'GET',
		path: path`/v1/apps/${app}`,
	});
}

/** What is known of an app by its name, which is one of all of Fly: whose it is, where it is not to be seen. */
export type FoundApp =
	| { readonly is: 'there'; readonly app: FlyApp }
	| { readonly is: 'missing' }
	/** Of an organization that the token does not see. */
	| { readonly is: 'elsewhere' };

export async function findApp(fly: FlyClient, app: string): Promise<FoundApp> {
	const { status, body } = await fly.request({
		method: 'GET',
		path: path`/v1/apps/${app}`,
		acceptStatuses: [403, 404],
	});
	// As flyctl reads it (superfly/fly-go, AppNameAvailable): only a 404 says that the name is free.
	if (status === 404) return { is: 'missing' };
	return status === 403 ? { is: 'elsewhere' } : { is: 'there', app: isRecord(body) ? body : {} };
}

/** Fly answers with nothing that shows where the app is: it has to be read again. */
export async function createApp(fly: FlyClient, app: string, organization: string): Promise<void> {
	await fly.request({ method: 'POST', path: '/v1/apps', body: { name: app, org_slug: organization } });
}

/** With its machines, whatever they do; one that is gone already is fine. */
export async function deleteApp(fly: FlyClient, app: string): Promise<void> {
	await fly.request({ method: 'DELETE', path: path`/v1/apps/${app}`, acceptStatuses: [404] });
}

/** The IPv4 address that an app shares with others; undefined where it has none. */
export async function readSharedAddress(fly: FlyClient, app: string): Promise<string | undefined> {
	const body = await fly.object<object>({ method: 'GET', path: path`/v1/apps/${app}/ip_assignments` });
	const shared = listAt(body, 'ips').find((address) => isTrueAt(address, 'shared'));
	return textAt(shared, 'ip') ?? undefined;
}

/** @returns the address; undefined for an answer that holds none. */
export async function assignSharedAddress(fly: FlyClient, app: string): Promise<string | undefined> {
	const body = await fly.object<object>({
		method: 'POST',
		path: path`/v1/apps/${app}/ip_assignments`,
		body: { type: 'shared_v4' },
	});
	return textAt(body, 'ip') ?? undefined;
}
