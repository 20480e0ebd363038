import { listAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { FlyClient } from './client';

const sizesQuery = 'query SlipwaySizes { platform { vmSizes { name memoryMb priceMonth } } }';

/** Sizes of machines, with what each costs in a month of running, in US dollars. */
export async function listSizes(fly: FlyClient): Promise<readonly unknown[]> {
	return listAt(await fly.graphql(sizesQuery, {}, true), 'platform', 'vmSizes');
}

/** An app's volumes, whatever machine has them. */
export async function listVolumes(fly: FlyClient, app: string): Promise<unknown[]> {
	return await fly.list<unknown>({ method: 'GET', path: path`/v1/apps/${app}/volumes` });
}
