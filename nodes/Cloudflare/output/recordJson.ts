import type { IDataObject } from 'n8n-workflow';

import type { CloudflareRecord, CloudflareZone } from '../api/types';

/** A DNS record in our shape. */
export function recordJson(zone: CloudflareZone, record: CloudflareRecord): IDataObject {
	return {
		id: record.id,
		zone: zone.name,
		zoneId: zone.id,
		name: record.name,
		type: record.type,
		content: record.content ?? '',
		ttl: record.ttl ?? 1,
		proxied: record.proxied === true,
		comment: record.comment ?? '',
		modifiedAt: record.modified_on ?? null,
	};
}
