import { textField } from '../../../shared/fields/fields';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { findDeploy, newestOfBranch } from '../../api/deploys';
import { siteName } from '../../api/types';
import { chosenSite } from '../../fields/chosenSite';
import { deployOrPublishedField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { isProductionBuild } from '../../state/productionBuild';
import { publishedDeploy } from './publishedDeploy';
import { unverifiedJson } from './unverifiedJson';

const branchField = textField('Branch', 'branch', {
	placeholder: 'staging',
	description: 'With Deploy left empty: what the address of this branch serves; leave it empty for production',
});

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a deploy',
	description: 'Get a deploy of a site, or the one that is live',
	properties: [siteField, deployOrPublishedField, branchField, simplifyProperty],
	async execute(context) {
		const { client, site } = await chosenSite(context);
		const deployId = deployOrPublishedField.read(context);
		const branch = branchField.read(context);
		const published = site.published_deploy ?? null;
		if (deployId !== '') return unverifiedJson(context, await findDeploy(client, site, deployId), { published });
		if (isProductionBuild(site, branch)) return unverifiedJson(context, publishedDeploy(site), { published });
		const newest = await newestOfBranch(client, site.id, branch);
		if (newest) return unverifiedJson(context, newest, { published, isNewestOfBranch: true });
		throw new OperationFailure(
			`Site ${siteName(site)} has no finished deploy of branch ${branch}`,
			'Deploy the branch first',
		);
	},
};
