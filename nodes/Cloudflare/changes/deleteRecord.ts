import { PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { CloudflareClient } from '../api/client';
import { deleteRecord as sendDelete } from '../api/records';
import type { CloudflareZone } from '../api/types';

/** Deletes a record; false where it was gone already, perhaps by an earlier try. */
export async function deleteRecord(client: CloudflareClient, zone: CloudflareZone, id: string): Promise<boolean> {
	const sent = await attempt(sendDelete(client, zone, id));
	if (sent.ok) return true;
	if (sent.error instanceof PlatformRequestError && sent.error.status === 404) return false;
	throw sent.error;
}
