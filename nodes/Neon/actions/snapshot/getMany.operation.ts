import { listSnapshots } from '../../api/snapshots';
import type { NeonSnapshot } from '../../api/types';
import { chosenProject, optionalBranch } from '../../fields/chosen';
import { onlyOfBranchField, projectField } from '../../fields/locators';
import { snapshotJson } from '../../output/snapshotJson';
import { getManyOf } from '../getManyOf';

const onlyOfBranch = onlyOfBranchField('snapshots');

export const getMany = getManyOf<NeonSnapshot>(
	'snapshots',
	'List the snapshots of a project or of one branch',
	[projectField, onlyOfBranch],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, onlyOfBranch);
		const snapshots = await listSnapshots(client, project.id);
		return {
			elements: snapshots.filter(({ source_branch_id: id }) => !branch || id === branch.id),
			json: (snapshot) => snapshotJson(project, snapshot),
		};
	},
);
