import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { deleteIfThere } from '../../../shared/http/readIfThere';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { chosenDeploy } from '../../fields/chosenSite';
import { deployProperty, siteProperty } from '../../fields/locators';
import { deployPlanJson } from '../../output/resultJson';
import { publishedIdOf, siteName } from '../../api/sites';

export const deleteDeploy: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a deploy',
	description: 'Delete a deploy for good; never the one that is live',
	properties: [siteProperty, deployProperty, dryRunProperty],
	async execute(context) {
		const { client, site, deploy } = await chosenDeploy(context);
		const publishedId = publishedIdOf(site);
		if (deploy.id === publishedId) {
			throw new OperationFailure(
				`Deploy ${deploy.id} is what site ${siteName(site)} serves now, so it was not deleted`,
				'Restore another deploy first, then delete this one',
			);
		}
		if (switchParameter(context, 'dryRun')) return deployPlanJson(site, 'delete', deploy);
		await deleteIfThere(client, { path: path`/deploys/${deploy.id}` });
		return { deleted: true, id: deploy.id, target: siteName(site), platform: 'netlify' };
	},
};
