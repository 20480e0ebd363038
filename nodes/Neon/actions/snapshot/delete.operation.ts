import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listSnapshots } from '../../api/snapshots';
import { deleteSnapshot as sendDeletion } from '../../changes/deleteSnapshot';
import { projectField, snapshotField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { projectFields } from '../../output/projectJson';
import { startWork } from '../startWork';

export const deleteSnapshot: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a snapshot',
	description: 'Delete a snapshot, if it exists, and wait until it is gone',
	properties: [projectField, snapshotField, timeoutProperty(120), dryRunProperty],
	async execute(context) {
		const id = snapshotField.read(context);
		const work = await startWork(context);
		const { project } = work;
		const found = (await listSnapshots(work)).find((snapshot) => snapshot.id === id);
		const target = found?.name ?? id;
		const existed = found !== undefined;
		if (dryRunProperty.read(context)) {
			return planJson(project, target, { action: existed ? 'delete' : 'nothing', existed });
		}
		if (found) await sendDeletion(work, found);
		return { platform: 'neon', ...projectFields(project), target, id, existed, deleted: existed };
	},
};
