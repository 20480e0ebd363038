import { isRecord, listAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';
import type { FlyApp } from './types';

/** The organization's apps; Fly gives them all at once. */
export async function listApps(fly: FlyClient): Promise<FlyApp[]> {
	const organization = await fly.organization();
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
