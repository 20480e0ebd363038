import { listSnapshots } from '../../api/snapshots';
import type { NeonSnapshot } from '../../api/types';
import { chosenProject, optionalBranch } from '../../fields/chosen';
import { onlyOfBranchField, projectField } from '../../fields/locators';
import { snapshotJson } from '../../output/snapshotJson';
import { getManyOf } from '../getManyOf';

const onlyOfBranch = onlyOfBranchField('snapshots');

export const getMany = getManyOf<NeonSnapshot>(
	'snapshots',
	'List the snapshots of a project or a branch',
	[projectField, onlyOfBranch],
	[],
	async (context) => {
		const client = await chosenProject(context);
		const { project } = client;
		const branch = await optionalBranch(context, client, onlyOfBranch);
		const snapshots = await listSnapshots(client);
		return {
			elements: snapshots.filter(({ source_branch_id: id }) => !branch || id === branch.id),
			json: (snapshot) => snapshotJson(project, snapshot),
		};
	},
);
