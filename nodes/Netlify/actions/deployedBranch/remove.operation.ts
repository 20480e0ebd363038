import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { siteName } from '../../api/types';
import { findBranchParts, removeBranchParts } from '../../changes/removeBranch';
import { deployedBranchField } from '../../fields/branch';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { planJson } from '../../output/planJson';
import { isProductionBuild } from '../../state/productionBuild';

export const remove: Operation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a branch from a site',
	description:
		'Delete the deploys of a branch, and the values that environment variables have for it alone; harmless when they are gone already. The production branch is left as it is.',
	properties: [siteField, deployedBranchField, dryRunProperty],
	async execute(context) {
		const branch = deployedBranchField.read(context);
		const { client, site } = await chosenSite(context);
		// Nothing is its alone: what is built of it is production's.
		const isProduction = isProductionBuild(site, branch);
		const parts = isProduction ? { deploys: [], variables: [] } : await findBranchParts(client, site, branch);
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
