import type { Operation } from '../../../shared/operation/operation';
import { assertOwnAddress, lookAtBranches } from '../../changes/branchAddress';
import { deployedBranchField } from '../../fields/branch';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { branchJson } from '../../output/branchJson';

export const getAddress: Operation = {
	value: 'getAddress',
	name: 'Get Address',
	action: 'Get the address of a branch',
	description:
		'Get where the newest deploy of a branch is served. Fails where the address is that of another branch; a branch that is not deployed has none.',
	properties: [siteField, deployedBranchField],
	async execute(context) {
		const branch = deployedBranchField.read(context);
		const { client, site } = await chosenSite(context);
		const sight = await lookAtBranches(client, site);
		assertOwnAddress(site, branch, sight);
		const deployed = sight.deployed.find(({ name }) => name === branch);
		return branchJson(site, branch, deployed);
	},
};
