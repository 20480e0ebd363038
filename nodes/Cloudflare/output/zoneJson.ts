import type { IDataObject } from 'n8n-workflow';

import type { CloudflareZone } from '../api/types';

/** A zone in our shape. */
export function zoneJson({ id, name, status, account }: CloudflareZone): IDataObject {
	return { id, name, status: status ?? '', account: account?.name ?? '', accountId: account?.id ?? '' };
}
