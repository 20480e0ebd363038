import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter } from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/sharedProperties';
import { findDeploy } from '../../deploys';
import { deployParameter, deployProperty, siteParameter, siteProperty } from '../../locators';
import { onBadEndProperty, planJson } from '../../outcome';
import { publishAgain } from '../../publishAgain';
import { releaseOf } from '../../release';
import { findSite, siteName } from '../../sites';
import { netlifyClient } from '../../transport';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a deploy',
	description: 'Put a finished deploy live again, without a build',
	properties: [
		siteProperty,
		deployProperty,
		...waitProperties(120),
		onBadEndProperty({ waitForCompletion: [true] }),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const site = await findSite(client, siteParameter(context));
		const target = await findDeploy(client, site, deployParameter(context));
		if (target.state !== 'ready' && target.state !== 'old') {
			throw new OperationFailure(
				`Deploy ${target.id} of site ${siteName(site)} cannot be restored: Netlify says it is "${target.state ?? ''}"`,
				'Choose a deploy that finished well',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, {
				action: 'restore',
				target: { ...releaseOf(target, { publishedId: site.published_deploy?.id ?? null }) },
			});
		}
		return await publishAgain(context, client, site, target);
	},
};
