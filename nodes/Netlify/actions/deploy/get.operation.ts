import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { isProductionBuild } from '../../changes/startBuild';
import { chosenSite } from '../../fields/chosenSite';
import { findDeploy, newestOfBranch } from '../../api/deploys';
import { deployOrPublishedProperty, optionalDeployParameter, siteProperty } from '../../fields/locators';
import { unverifiedJson } from '../../output/resultJson';
import { publishedDeploy } from './publishedDeploy';
import { siteName } from '../../api/sites';
import type { NetlifySite } from '../../api/types';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a deploy',
	description: 'Get a deploy of a site, or the one that is live',
	properties: [
		siteProperty,
		deployOrPublishedProperty,
		textField('Branch', 'branch', {
			placeholder: 'staging',
			description:
				'With Deploy left empty: what the address of this branch serves; leave it empty for production',
		}),
		simplifyProperty,
	],
	async execute(context) {
		const { client, site } = await chosenSite(context);
		const deployId = optionalDeployParameter(context);
		const branch = textParameter(context, 'branch');
		const published = site.published_deploy ?? null;
		if (deployId !== '') return unverifiedJson(context, await findDeploy(client, site, deployId), { published });
		if (isProductionBuild(site, branch)) return unverifiedJson(context, publishedDeploy(site), { published });
		return await branchJson(context, client, site, branch);
	},
};

async function branchJson(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	branch: string,
): Promise<IDataObject> {
	const newest = await newestOfBranch(client, site.id, branch);
	if (newest) {
		return unverifiedJson(context, newest, { published: site.published_deploy ?? null, isNewestOfBranch: true });
	}
	throw new OperationFailure(
		`Site ${siteName(site)} has no finished deploy of branch ${branch}`,
		'Deploy the branch first',
	);
}
