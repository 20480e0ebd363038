import { phaseOf } from '../../../deployment/state/deploymentState';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelDeploy, readDeploy } from '../../api/deploys';
import { type NetlifyDeploy, siteName } from '../../api/types';
import { chosenDeploy } from '../../fields/chosenSite';
import { deployField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { deploymentOf } from '../../output/deploymentJson';
import { deployPlanJson } from '../../output/planJson';
import { statusOf } from '../../state/deployStatus';
import { unverifiedJson } from './unverifiedJson';

export const cancel: Operation = {
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel a deploy',
	description: 'Stop a deploy that has not ended; harmless when it is cancelled already',
	properties: [siteField, deployField, dryRunProperty, simplifyProperty],
	async execute(context) {
		const { client, site, deploy } = await chosenDeploy(context);
		const published = site.published_deploy ?? null;
		if (dryRunProperty.read(context)) return deployPlanJson(site, 'cancel', deploy);
		if (isStopped(deploy)) return unverifiedJson(context, deploy, { published });
		// Where it ended meanwhile, the next read shows how.
		if (phaseOf(statusOf(deploy).state) === 'pending') await cancelDeploy(client, deploy.id);
		const ended = await readDeploy(client, site.id, deploy.id);
		if (isStopped(ended)) return unverifiedJson(context, ended, { published });
		throw new OperationFailure(
			`Deploy ${deploy.id} of site ${siteName(site)} was not cancelled: Netlify says it is "${ended.state ?? ''}"`,
			ended.state === 'ready'
				? 'It had finished before. To take it out of production, use Roll Back'
				: 'Look at it in Netlify',
			{ release: { ...deploymentOf(ended, { published }), artifact: null } },
		);
	},
};

/** It ended without going live, and not because it is broken. */
function isStopped(deploy: NetlifyDeploy): boolean {
	const { state } = statusOf(deploy);
	return state === 'cancelled' || state === 'skipped' || (state === 'superseded' && deploy.state === 'error');
}
