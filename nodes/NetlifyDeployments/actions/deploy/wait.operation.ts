import { phaseOf } from '../../../deployment/deploymentState';
import type { Operation } from '../../../shared/operation';
import { textParameter, timeoutMsParameter } from '../../../shared/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { withBuildLog } from '../../buildLog';
import { expectedCommit } from '../../commit';
import { findDeploy } from '../../deploys';
import { deployParameter, deployProperty, siteParameter, siteProperty } from '../../locators';
import { onBadEndProperty, outcomeJson } from '../../outcome';
import { findSite } from '../../sites';
import { statusOf } from '../../status';
import { netlifyClient } from '../../transport';
import { waitForDeploy } from '../../waitForDeploy';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a deploy',
	description: 'Wait until a deploy has ended and, for production, until the site is seen to serve it',
	properties: [
		siteProperty,
		deployProperty,
		{
			displayName: 'Expected Commit',
			name: 'expectedCommit',
			type: 'string',
			default: '',
			description: 'The commit it must be of; leave it empty if any will do',
		},
		timeoutProperty(1200),
		onBadEndProperty(),
		simplifyProperty,
	],
	async execute(context) {
		const client = netlifyClient(context);
		const commit = expectedCommit(textParameter(context, 'expectedCommit'));
		const timeoutMs = timeoutMsParameter(context);
		const site = await findSite(client, siteParameter(context));
		const deploy = await findDeploy(client, site, deployParameter(context));
		const liveId = site.published_deploy?.id ?? null;
		const outcome = await waitForDeploy(
			client,
			site,
			deploy.id,
			{
				production: deploy.context === 'production' && deploy.draft !== true,
				commit,
				// A deploy that had ended before has nothing left to wait for: what is live replaced it.
				replaces: phaseOf(statusOf(deploy).state) === 'pending' ? liveId : null,
			},
			{ timeoutMs, cancelSignal: context.functions.getExecutionCancelSignal() },
		);
		return outcomeJson(context, site, await withBuildLog(context, client, site, outcome), {
			previous: liveId === deploy.id ? null : liveId,
		});
	},
};
