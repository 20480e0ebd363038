import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';

/** Teams that the token may see (https://open-api.netlify.com, listAccountsForUser). */
export async function listAccounts(client: PlatformClient): Promise<unknown[]> {
	return await client.list<unknown>({ method: 'GET', path: '/accounts' });
}

/** Plans with their prices. */
export async function listAccountTypes(client: PlatformClient): Promise<unknown[]> {
	return await client.list<unknown>({ method: 'GET', path: '/accounts/types' });
}

/** Build minutes of the billing period, a list of one. */
export async function readBuildStatus(client: PlatformClient, accountId: string): Promise<unknown[]> {
	return await client.list<unknown>({ method: 'GET', path: path`/${accountId}/builds/status` });
}
