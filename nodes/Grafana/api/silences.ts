import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import { readIfThere } from '../../shared/http/readIfThere';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { GrafanaAlert, GrafanaSilence } from './types';

const alertmanager = '/api/alertmanager/grafana/api/v2';

export async function listSilences(client: PlatformClient): Promise<GrafanaSilence[]> {
	return await client.list<GrafanaSilence>({ method: 'GET', path: `${alertmanager}/silences` });
}

/** Sent once by its caller: Grafana would make a second one. @returns its id. */
export async function postSilence(client: PlatformClient, body: IDataObject): Promise<string | undefined> {
	const answer = await client.object({ method: 'POST', path: `${alertmanager}/silences`, body });
	return textAt(answer, 'silenceID') ?? undefined;
}

/** Null where there is none. */
export async function readSilence(client: PlatformClient, id: string): Promise<GrafanaSilence | null> {
	return await readIfThere<GrafanaSilence>(client, { path: silencePath(id) }, `silence "${id}"`);
}

/** @returns whether it was accepted: one that is over already is refused. */
export async function deleteSilence(client: PlatformClient, id: string): Promise<boolean> {
	const { status } = await client.request({ method: 'DELETE', path: silencePath(id), acceptStatuses: [400, 404] });
	return status < 300;
}

/** Firing alerts; those that are silenced too, unless told otherwise. */
export async function listAlerts(
	client: PlatformClient,
	filters: readonly string[],
	hasSilenced: boolean,
): Promise<GrafanaAlert[]> {
	return await client.list<GrafanaAlert>({
		method: 'GET',
		path: `${alertmanager}/alerts`,
		query: { active: true, silenced: hasSilenced, ...(filters.length > 0 && { filter: [...filters] }) },
	});
}

const silencePath = (id: string): string => `${alertmanager}${path`/silence/${id}`}`;
