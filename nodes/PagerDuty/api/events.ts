import type { IDataObject } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';

const timeoutMs = 20_000;

/** One event of an alert's life. Safe to repeat, since the deduplication key makes repeats one alert. */
export async function sendAlertEvent(client: PlatformClient, body: IDataObject): Promise<IDataObject> {
	return await client.object<IDataObject>({ method: 'POST', path: '/v2/enqueue', body, safeToRepeat: true, timeoutMs });
}

/**
 * A change event. It has no deduplication key, so a repeat would show twice: repeated only where PagerDuty
 * says that it accepted none, which is a rate limit.
 */
export async function sendChangeEvent(client: PlatformClient, body: IDataObject): Promise<IDataObject> {
	return await client.object<IDataObject>({
		method: 'POST',
		path: '/v2/change/enqueue',
		body,
		safeToRepeat: false,
		timeoutMs,
	});
}
