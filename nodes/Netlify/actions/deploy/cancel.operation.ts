import { phaseOf } from '../../../deployment/state/deploymentState';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { chosenDeploy } from '../../fields/chosenSite';
import { readDeploy } from '../../api/deploys';
import { deployProperty, siteProperty } from '../../fields/locators';
import { deployPlanJson, unverifiedJson } from '../../output/resultJson';
import { releaseOf } from '../../output/deploymentJson';
import { siteName } from '../../api/sites';
import { statusOf } from '../../state/deployStatus';
import type { NetlifyDeploy } from '../../api/types';

export const cancel: Operation = {
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel a deploy',
	description: 'Stop a deploy that has not ended; harmless when it is cancelled already',
	properties: [siteProperty, deployProperty, dryRunProperty, simplifyProperty],
	async execute(context) {
		const { client, site, deploy } = await chosenDeploy(context);
		const published = site.published_deploy ?? null;
		const { state } = statusOf(deploy);
		if (switchParameter(context, 'dryRun')) return deployPlanJson(site, 'cancel', deploy);
		if (isStopped(deploy)) return unverifiedJson(context, deploy, { published });
		if (phaseOf(state) === 'pending') {
			// 422: it ended in between, which the next read tells.
			await client.request({
				method: 'POST',
				path: path`/deploys/${deploy.id}/cancel`,
				safeToRepeat: true,
				acceptStatuses: [422],
			});
		}
		const ended = await readDeploy(client, site.id, deploy.id);
		if (isStopped(ended)) return unverifiedJson(context, ended, { published });
		throw new OperationFailure(
			`Deploy ${deploy.id} of site ${siteName(site)} was not cancelled: Netlify says it is "${ended.state ?? ''}"`,
			ended.state === 'ready'
				? 'It had finished before. To take it out of production, use Roll Back'
				: 'Look at it in Netlify',
			{ release: { ...releaseOf(ended, { published }), artifact: null } },
		);
	},
};

/** It ended without going live, and not because it is broken. */
function isStopped(deploy: NetlifyDeploy): boolean {
	const { state } = statusOf(deploy);
	return state === 'cancelled' || state === 'skipped' || (state === 'superseded' && deploy.state === 'error');
}
