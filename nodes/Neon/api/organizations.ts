import type { PlatformClient } from '../../shared/http/platformClient';
import { listUnder } from './answers';
import type { NeonOrganization } from './types';

/** The organizations of a personal key's owner. */
export async function listOrganizations(client: PlatformClient): Promise<NeonOrganization[]> {
	return await listUnder<NeonOrganization>(client, 'organizations', '/users/me/organizations');
}
