import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { unproven } from '../../change';
import { deleteWhenFree } from '../../deleteWhenFree';
import { chosenProject, projectProperty, snapshotProperty } from '../../locators';
import { planJson } from '../../plan';
import { projectFields } from '../../projects';
import { listSnapshots } from '../../snapshots';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';

export const deleteSnapshot: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a snapshot',
	description: 'Delete a snapshot and wait until it is gone; harmless when it is gone already',
	properties: [projectProperty, snapshotProperty, timeoutProperty(120), dryRunProperty],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const id = locatorValue(context, 'snapshot', 'Snapshot');
		const project = await chosenProject(context, client);
		const found = (await listSnapshots(client, project.id)).find((snapshot) => snapshot.id === id);
		const name = found?.name ?? id;
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, name, { action: found ? 'delete' : 'nothing', existed: found !== undefined });
		}
		if (found) {
			await deleteWhenFree(client, project.id, path`/projects/${project.id}/snapshots/${id}`, wait);
			const left = await listSnapshots(client, project.id);
			if (left.some((snapshot) => snapshot.id === id)) {
				throw unproven(
					`snapshot ${name} (${id}) is still there`,
					'Look at the snapshots in Neon, then run this again',
				);
			}
		}
		return {
			platform: 'neon',
			...projectFields(project),
			target: name,
			id,
			existed: found !== undefined,
			deleted: found !== undefined,
		};
	},
};
