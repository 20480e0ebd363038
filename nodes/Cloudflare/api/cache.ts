import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { CloudflareClient } from './client';
import type { CloudflareZone } from './types';

/** Purging twice does no harm. */
export async function postPurge(client: CloudflareClient, zone: CloudflareZone, body: IDataObject): Promise<void> {
	await client.answer({ method: 'POST', path: path`/zones/${zone.id}/purge_cache`, body, safeToRepeat: true });
}
