import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { chosenDeploy } from '../../fields/chosenSite';
import { deployProperty, siteProperty } from '../../fields/locators';
import { badEndProperty, deployPlanJson } from '../../output/resultJson';
import { publishAgain } from './restoreAndWait';
import { siteName } from '../../api/sites';
import { deployingClient } from '../../api/client';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a deploy',
	description: 'Put a finished deploy live again, without a build',
	properties: [
		siteProperty,
		deployProperty,
		...waitProperties(120),
		badEndProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const { client, site, deploy: target } = await chosenDeploy(context, deployingClient(context));
		if (target.state !== 'ready' && target.state !== 'old') {
			throw new OperationFailure(
				`Deploy ${target.id} of site ${siteName(site)} cannot be restored: Netlify says it is "${target.state ?? ''}"`,
				'Choose a deploy that finished well',
			);
		}
		if (switchParameter(context, 'dryRun')) return deployPlanJson(site, 'restore', target);
		return await publishAgain(context, client, site, target);
	},
};
