import { isRecord, listAt, numberAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';
import type { FlySecret } from './types';

export async function listSecrets(fly: FlyClient, app: string): Promise<FlySecret[]> {
	const body = await fly.object<object>({ method: 'GET', path: path`/v1/apps/${app}/secrets` });
	return listAt(body, 'secrets').filter((secret): secret is FlySecret => isRecord(secret));
}

/** Sets secrets; done twice it ends the same. Returns the version that holds them; null when Fly does not report it. */
export async function setSecrets(
	fly: FlyClient,
	app: string,
	values: Readonly<Record<string, string>>,
): Promise<number | null> {
	const { body } = await fly.request({
		method: 'POST',
		path: path`/v1/apps/${app}/secrets`,
		body: { values: { ...values } },
		secretValues: Object.values(values),
		safeToRepeat: true,
	});
	return versionIn(body);
}

/** Removes a secret. Returns the version without it; null when Fly does not report it. */
export async function unsetSecret(fly: FlyClient, app: string, name: string): Promise<number | null> {
	const { status, body } = await fly.request({
		method: 'DELETE',
		path: path`/v1/apps/${app}/secrets/${name}`,
		acceptStatuses: [404],
	});
	// Gone by now: an earlier try may have removed it, and the next boot has the newest anyway.
	return status === 404 ? 0 : versionIn(body);
}

function versionIn(body: unknown): number | null {
	return numberAt(body, 'version') ?? numberAt(body, 'Version');
}
