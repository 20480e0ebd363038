import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { readDashboard, saveDashboard } from '../api/dashboards';
import type { GrafanaDashboard } from '../api/types';
import { dashboardDifferences } from '../state/dashboard';

export interface EnsuredDashboard {
	readonly saved: GrafanaDashboard;
	readonly action: 'created' | 'changed' | 'unchanged';
	/** What differed before. */
	readonly changes: readonly string[];
}

/** What would be done: `found` is null where there is none of that UID. */
export async function planDashboard(client: PlatformClient, wanted: GrafanaDashboard['dashboard']) {
	const found = await readDashboard(client, String(wanted.uid));
	const changes = found === null ? [] : dashboardDifferences(found.dashboard, wanted);
	const action = found === null ? 'create' : changes.length > 0 ? 'change' : 'nothing';
	return { found, changes, action } as const;
}

/** Saves it where it differs, over the version that was read, and reads it back. Grafana keeps earlier versions. */
export async function ensureDashboard(
	client: PlatformClient,
	wanted: GrafanaDashboard['dashboard'],
	folderUid: string,
): Promise<EnsuredDashboard> {
	const { found, changes, action } = await planDashboard(client, wanted);
	if (found !== null && action === 'nothing') return { saved: found, action: 'unchanged', changes };
	const version = found?.meta?.version;
	const isThere = (dashboard: GrafanaDashboard | null): boolean =>
		dashboard !== null && dashboardDifferences(dashboard.dashboard, wanted).length === 0;
	await writeOnce<true>({
		what: `the dashboard "${String(wanted.title)}"`,
		send: async () => {
			await saveDashboard(client, {
				dashboard: { ...wanted, ...(version !== undefined && { version }) },
				...(folderUid !== '' && { folderUid }),
				overwrite: false,
				message: 'Slipway',
			});
			return true;
		},
		find: async () => (isThere(await readDashboard(client, String(wanted.uid))) ? true : undefined),
	});
	const saved = await readDashboard(client, String(wanted.uid));
	if (saved !== null && isThere(saved)) return { saved, action: found === null ? 'created' : 'changed', changes };
	throw new OperationFailure(
		`Grafana accepted the dashboard "${String(wanted.title)}", and it is not as it was saved`,
		'Look at it in Grafana: somebody else may have saved it at the same time',
	);
}
