import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listDeployedBranches } from '../../api/deployedBranches';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { branchJson } from '../../output/branchJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many deployed branches',
	description: 'List the branches of a site that have an address of their own',
	properties: [siteField, ...listProperties],
	async execute(context) {
		const limit = limitParameter(context);
		const { client, site } = await chosenSite(context);
		const branches = await listDeployedBranches(client, site.id);
		return branches.slice(0, limit).map((deployed) => branchJson(site, deployed.name, deployed));
	},
};
