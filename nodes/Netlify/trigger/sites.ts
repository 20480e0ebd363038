import { findSite as findNetlifySite } from '../api/sites';
import { OperationFailure } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { NetlifySite } from './types';

/** A site by id, name, domain or address. @throws OperationFailure when there is none. */
export async function findSite(client: PlatformClient, entered: string): Promise<NetlifySite> {
	if (entered !== '') return await findNetlifySite(client, entered);
	throw new OperationFailure('Site is empty', 'Choose the site from the list, or correct its expression');
}
