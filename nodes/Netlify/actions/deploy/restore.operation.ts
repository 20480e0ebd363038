import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { netlifyClientForDeploying } from '../../api/client';
import { siteName } from '../../api/types';
import { chosenDeploy } from '../../fields/chosenSite';
import { deployField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { onFailureIfWaiting } from '../../fields/onFailure';
import { deployPlanJson } from '../../output/planJson';
import { restoreAndWait } from './restoreAndWait';
import { assertFinished } from './rollbackTarget';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a deploy',
	description: 'Put a finished deploy live again, without a build',
	properties: [siteField, deployField, ...waitProperties(120), onFailureIfWaiting, dryRunProperty, simplifyProperty],
	async execute(context) {
		const { client, site, deploy: target } = await chosenDeploy(context, netlifyClientForDeploying(context));
		assertFinished(siteName(site), target);
		if (dryRunProperty.read(context)) return deployPlanJson(site, 'restore', target);
		return await restoreAndWait(context, client, site, target);
	},
};
