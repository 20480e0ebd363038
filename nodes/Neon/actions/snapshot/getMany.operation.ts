import { getManyOf } from '../../getManyOf';
import { chosenProject, onlyOfBranchProperty, optionalBranch, projectProperty } from '../../locators';
import { listSnapshots, snapshotJson } from '../../snapshots';
import type { NeonSnapshot } from '../../types';

export const getMany = getManyOf<NeonSnapshot>(
	'snapshots',
	'List the snapshots of a project or of one branch',
	[projectProperty, onlyOfBranchProperty('snapshots')],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		const snapshots = await listSnapshots(client, project.id);
		return {
			elements: snapshots.filter(({ source_branch_id: id }) => !branch || id === branch.id),
			json: (snapshot) => snapshotJson(project, snapshot),
		};
	},
);
