import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { listUnder } from './answers';
import type { NeonOrganization } from './types';

/** The organizations of a personal key's owner. */
export async function listOrganizations(client: PlatformClient): Promise<NeonOrganization[]> {
	return await listUnder<NeonOrganization>(client, 'organizations', '/users/me/organizations');
}

/** An organization by its id. @throws PlatformRequestError where the key does not see it. */
export async function readOrganization(client: PlatformClient, id: string): Promise<NeonOrganization> {
	return await client.object<NeonOrganization>({ method: 'GET', path: path`/organizations/${id}` });
}
