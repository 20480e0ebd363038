import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { siteName } from '../../api/types';
import { assertNotReserved } from '../../changes/branchAddress';
import { findBranchParts, removeBranchParts } from '../../changes/removeBranch';
import { deployedBranchField } from '../../fields/branch';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';

export const remove: Operation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a branch from a site',
	description:
		'Delete the deploys of a branch, and the values that environment variables have for it alone; harmless when they are gone already. Refuses the production branch.',
	properties: [siteField, deployedBranchField, dryRunProperty],
	async execute(context) {
		const branch = deployedBranchField.read(context);
		const { client, site } = await chosenSite(context);
		assertNotReserved(site, branch);
		const parts = await findBranchParts(client, site, branch);
		const summary = {
			site: siteName(site),
			siteId: site.id,
			branch,
			existed: parts.deploys.length + parts.variables.length > 0,
			deploys: parts.deploys.map(({ id }) => id),
			variables: parts.variables.map(({ key }) => key),
		};
		if (dryRunProperty.read(context)) return planJson(site, { action: 'remove', ...summary });
		if (summary.existed) await removeBranchParts(client, site, branch, parts);
		return { platform: 'netlify', removed: summary.existed, ...summary };
	},
};
