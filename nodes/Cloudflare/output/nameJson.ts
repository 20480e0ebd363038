import type { IDataObject } from 'n8n-workflow';

import type { WatchedName } from '../state/watchedName';

/** What is handed on of a name, whatever was seen of it. */
export function nameJson(watched: WatchedName): IDataObject {
	const { name, zone, type, primary, standby, service, environment } = watched;
	return { name, zone, type, primary, standby, service, environment };
}
