import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { branchProperty, chosenProject, optional, optionalBranch, projectProperty } from '../../locators';
import { listSnapshots, rawSnapshotJson, snapshotJson } from '../../snapshots';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many snapshots',
	description: 'List the snapshots of a project or of one branch',
	properties: [
		projectProperty,
		optional(branchProperty, 'Only the snapshots of this branch; leave it empty for all'),
		...listProperties,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		const snapshots = await listSnapshots(client, project.id);
		return snapshots
			.filter(({ source_branch_id: sourceId }) => !branch || sourceId === branch.id)
			.slice(0, limitParameter(context))
			.map((snapshot) =>
				switchParameter(context, 'simplify')
					? snapshotJson(project, snapshot)
					: rawSnapshotJson(snapshot),
			);
	},
};
