import type { IDataObject } from 'n8n-workflow';

import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import type { GrafanaDashboard, GrafanaHit } from './types';

export async function searchIn(
	client: PlatformClient,
	type: 'dash-db' | 'dash-folder',
	query: string,
): Promise<GrafanaHit[]> {
	return await client.list<GrafanaHit>({
		method: 'GET',
		path: '/api/search',
		query: { type, limit: 400, ...(query !== '' && { query }) },
	});
}

/** Null where there is none. */
export async function readDashboard(client: PlatformClient, uid: string): Promise<GrafanaDashboard | null> {
	const address = path`/api/dashboards/uid/${uid}`;
	const { status, body } = await client.request({ method: 'GET', path: address, acceptStatuses: [404] });
	if (status === 404) return null;
	if (isDashboard(body)) return body;
	throw new PlatformRequestError('Grafana', `GET ${address}`, status, 'the answer is no dashboard', null, 'unreadable');
}

/** Sent once by its caller: saved again, the version would no longer fit. @returns its address below the stack's. */
export async function saveDashboard(client: PlatformClient, body: IDataObject): Promise<string | undefined> {
	const answer = await client.object({ method: 'POST', path: '/api/dashboards/db', body });
	return textAt(answer, 'url') ?? undefined;
}

function isDashboard(body: unknown): body is GrafanaDashboard {
	return isRecord(valueAt(body, 'dashboard'));
}
