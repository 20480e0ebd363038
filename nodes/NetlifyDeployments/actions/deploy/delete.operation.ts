import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty } from '../../../shared/sharedProperties';
import { findDeploy } from '../../deploys';
import { deployParameter, deployProperty, siteParameter, siteProperty } from '../../locators';
import { planJson } from '../../outcome';
import { releaseOf } from '../../release';
import { findSite, siteName } from '../../sites';
import { netlifyClient } from '../../transport';

export const deleteDeploy: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a deploy',
	description: 'Delete a deploy for good; never the one that is live',
	properties: [siteProperty, deployProperty, dryRunProperty],
	async execute(context) {
		const client = netlifyClient(context);
		const site = await findSite(client, siteParameter(context));
		const deploy = await findDeploy(client, site, deployParameter(context));
		const publishedId = site.published_deploy?.id ?? null;
		if (deploy.id === publishedId) {
			throw new OperationFailure(
				`Deploy ${deploy.id} is what site ${siteName(site)} serves now, so it was not deleted`,
				'Restore another deploy first, then delete this one',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return planJson(site, {
				action: 'delete',
				target: { ...releaseOf(deploy, { publishedId }) },
			});
		}
		// 404: deleted already, by an earlier try.
		await client.request({
			method: 'DELETE',
			path: path`/deploys/${deploy.id}`,
			acceptStatuses: [404],
		});
		return { deleted: true, id: deploy.id, target: siteName(site), platform: 'netlify' };
	},
};
