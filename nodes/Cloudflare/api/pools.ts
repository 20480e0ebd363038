import { path } from '../../shared/http/path';
import type { CloudflareClient } from './client';
import type { CloudflareOrigin, CloudflarePool, CloudflarePoolHealth } from './types';

const poolsOf = (accountId: string): string => path`/accounts/${accountId}/load_balancers/pools`;
const poolPath = (accountId: string, poolId: string): string =>
	path`/accounts/${accountId}/load_balancers/pools/${poolId}`;

/** The pools of an account: Cloudflare gives all of them at once. */
export async function listPools(client: CloudflareClient, accountId: string): Promise<CloudflarePool[]> {
	return await client.result<CloudflarePool[]>({ method: 'GET', path: poolsOf(accountId) });
}

export async function readPool(client: CloudflareClient, accountId: string, poolId: string): Promise<CloudflarePool> {
	return await client.result<CloudflarePool>({ method: 'GET', path: poolPath(accountId, poolId) });
}

/** The list takes the place of the whole list: an origin that is left out is gone. */
export async function patchOrigins(
	client: CloudflareClient,
	accountId: string,
	poolId: string,
	origins: readonly CloudflareOrigin[],
): Promise<CloudflarePool> {
	return await client.result<CloudflarePool>({
		method: 'PATCH',
		path: poolPath(accountId, poolId),
		body: { origins: origins.map((origin) => ({ ...origin })) },
		safeToRepeat: true,
	});
}

export async function readPoolHealth(
	client: CloudflareClient,
	accountId: string,
	poolId: string,
): Promise<CloudflarePoolHealth> {
	return await client.result<CloudflarePoolHealth>({ method: 'GET', path: `${poolPath(accountId, poolId)}/health` });
}
