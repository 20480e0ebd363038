import type { Operation } from '../../../shared/operation/operation';
import { assertNotReserved, assertOwnAddress, lookAtBranches } from '../../changes/branchAddress';
import { assertBuildable } from '../../changes/startBuild';
import { deployedBranchField } from '../../fields/branch';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { branchJson } from '../../output/branchJson';

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check whether a branch can be deployed',
	description:
		'Check that a branch can be built beside production at an address of its own. Fails for the production branch, and where the address is that of another branch.',
	properties: [siteField, deployedBranchField],
	async execute(context) {
		const branch = deployedBranchField.read(context);
		const { client, site } = await chosenSite(context);
		assertBuildable(site);
		assertNotReserved(site, branch);
		const sight = await lookAtBranches(client, site);
		assertOwnAddress(site, branch, sight);
		const deployed = sight.deployed.find(({ name }) => name === branch);
		return branchJson(site, branch, deployed);
	},
};
