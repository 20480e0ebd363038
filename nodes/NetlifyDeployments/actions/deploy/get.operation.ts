import type { Operation } from '../../../shared/operation';
import { simplifyProperty } from '../../../shared/sharedProperties';
import { findDeploy } from '../../deploys';
import {
	deployOrPublishedProperty,
	optionalDeployParameter,
	siteParameter,
	siteProperty,
} from '../../locators';
import { unverifiedJson } from '../../outcome';
import { publishedDeploy } from '../../publishedDeploy';
import { findSite } from '../../sites';
import { netlifyClient } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a deploy',
	description: 'Get a deploy of a site, or the one that is live',
	properties: [siteProperty, deployOrPublishedProperty, simplifyProperty],
	async execute(context) {
		const client = netlifyClient(context);
		const site = await findSite(client, siteParameter(context));
		const deployId = optionalDeployParameter(context);
		const deploy =
			deployId === '' ? publishedDeploy(site) : await findDeploy(client, site, deployId);
		return unverifiedJson(context, deploy, { publishedId: site.published_deploy?.id ?? null });
	},
};
