import type { IDataObject } from 'n8n-workflow';

import type { FlyApp } from '../api/types';

export function appJson(app: FlyApp, raw: boolean): IDataObject {
	return {
		name: app.name ?? null,
		id: app.id ?? null,
		organization: app.organization?.slug ?? null,
		status: app.status ?? null,
		machineCount: app.machine_count ?? null,
		url: app.name ? `https://fly.io/apps/${app.name}` : null,
		...(raw && { raw: { ...app } }),
	};
}
