import type { Operation } from '../../../shared/operation';
import { simplifyProperty } from '../../../shared/sharedProperties';
import { chosenSite } from '../../chosenSite';
import { findDeploy } from '../../deploys';
import { deployOrPublishedProperty, optionalDeployParameter, siteProperty } from '../../locators';
import { unverifiedJson } from '../../outcome';
import { publishedIdOf } from '../../sites';
import { publishedDeploy } from '../../publishedDeploy';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a deploy',
	description: 'Get a deploy of a site, or the one that is live',
	properties: [siteProperty, deployOrPublishedProperty, simplifyProperty],
	async execute(context) {
		const { client, site } = await chosenSite(context);
		const deployId = optionalDeployParameter(context);
		const deploy =
			deployId === '' ? publishedDeploy(site) : await findDeploy(client, site, deployId);
		return unverifiedJson(context, deploy, { publishedId: publishedIdOf(site) });
	},
};
