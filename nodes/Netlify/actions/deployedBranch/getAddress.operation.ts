import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { newestOfBranch } from '../../api/deploys';
import { siteName } from '../../api/types';
import { assertOwnAddress, lookAtBranches } from '../../changes/branchAddress';
import { deployedBranchField } from '../../fields/branch';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { branchJson } from '../../output/branchJson';
import { addressesOf } from '../../state/addresses';

export const getAddress: Operation = {
	value: 'getAddress',
	name: 'Get Address',
	action: 'Get the address of a branch',
	description:
		'Get where the newest deploy of a branch is served. Fails where the address is that of another branch, and where the branch has no finished deploy.',
	properties: [siteField, deployedBranchField],
	async execute(context) {
		const branch = deployedBranchField.read(context);
		const { client, site } = await chosenSite(context);
		const sight = await lookAtBranches(client, site);
		assertOwnAddress(site, branch, sight);
		const deployed = sight.deployed.find(({ name }) => name === branch);
		if (deployed) return branchJson(site, branch, deployed);
		// A name that is too long for a host name has no address of its own (answers.netlify.com, topic 12396).
		const newest = await newestOfBranch(client, site.id, branch);
		if (newest) return { ...branchJson(site, branch, undefined), url: addressesOf(newest).url, deployId: newest.id };
		throw new OperationFailure(
			`Branch ${branch} of site ${siteName(site)} has no finished deploy, so it has no address`,
			'Build it first (Deploy: Trigger Build). If Netlify skipped its build, look at the ignore command of the site',
		);
	},
};
