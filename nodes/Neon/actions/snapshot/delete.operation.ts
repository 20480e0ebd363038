import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { locatorValue, switchParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { sendWhenFree } from '../../change';
import { chosenProject, projectProperty, snapshotProperty } from '../../locators';
import { operationsIn, waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { projectName } from '../../projects';
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
			const { body } = await sendWhenFree(
				client,
				{
					method: 'DELETE',
					path: path`/projects/${project.id}/snapshots/${id}`,
					acceptStatuses: [404],
				},
				wait,
			);
			await waitForOperations(client, project.id, operationsIn(body), wait);
			const left = await listSnapshots(client, project.id);
			if (left.some((snapshot) => snapshot.id === id)) {
				throw new OperationFailure(
					`Neon took the request, but snapshot ${name} (${id}) is still there`,
					'Look at the snapshots in Neon, then run this again',
				);
			}
		}
		return {
			platform: 'neon',
			project: projectName(project),
			projectId: project.id,
			target: name,
			id,
			existed: found !== undefined,
			deleted: found !== undefined,
		};
	},
};
