import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { deleteDeploy as deleteById } from '../../api/deploys';
import { publishedIdOf, siteName } from '../../api/types';
import { chosenDeploy } from '../../fields/chosenSite';
import { deployField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { deployPlanJson } from '../../output/planJson';

export const deleteDeploy: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a deploy',
	description: 'Delete a deploy for good; never the one that is live',
	properties: [siteField, deployField, dryRunProperty],
	async execute(context) {
		const { client, site, deploy } = await chosenDeploy(context);
		if (deploy.id === publishedIdOf(site)) {
			throw new OperationFailure(
				`Site ${siteName(site)} serves deploy ${deploy.id} now, so it was not deleted`,
				'Restore another deploy first, then delete this one',
			);
		}
		if (dryRunProperty.read(context)) return deployPlanJson(site, 'delete', deploy);
		await deleteById(client, deploy.id);
		return { deleted: true, id: deploy.id, target: siteName(site), platform: 'netlify' };
	},
};
