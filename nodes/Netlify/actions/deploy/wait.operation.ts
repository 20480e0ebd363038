import { phaseOf } from '../../../deployment/state/deploymentState';
import { onFailureProperty } from '../../../shared/fields/failureHandling';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { chosenSite } from '../../fields/chosenSite';
import { expectedCommit } from '../../state/commit';
import { findDeployToFollow } from '../../changes/findDeployToWaitFor';
import { deployProperty, siteProperty } from '../../fields/locators';
import { cancelsOnTimeout, onTimeoutProperty } from '../../fields/onTimeout';
import { netlifyBadEnd, outcomeJson } from '../../output/resultJson';
import { publishedIdOf } from '../../api/sites';
import { statusOf } from '../../state/deployStatus';
import { deployingClient } from '../../api/client';
import { waitedJson } from './waitForDeployJson';

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a deploy',
	description: 'Wait until a deploy has ended and, for production, until the site is seen to serve it',
	properties: [
		siteProperty,
		deployProperty,
		textField('Expected Commit', 'expectedCommit', {
			description: 'The commit it must be of; leave it empty if any will do',
		}),
		timeoutProperty(1200),
		// Whoever waits need not be who started it.
		onTimeoutProperty('leave'),
		onFailureProperty(netlifyBadEnd),
		simplifyProperty,
	],
	async execute(context) {
		const commit = expectedCommit(textParameter(context, 'expectedCommit'));
		const deployId = locatorValue(context, 'deploy', 'Deploy');
		const waiting = { timeoutMs: timeoutMsParameter(context), cancelSignal: cancelSignalOf(context) };
		const { client, site } = await chosenSite(context, deployingClient(context));
		const followed = await findDeployToFollow(client, site, deployId, waiting);
		if (!followed.found) return outcomeJson(context, site, followed.outcome);
		const { deploy, leftMs } = followed;
		const liveId = publishedIdOf(site);
		const expectation = {
			production: deploy.context === 'production' && deploy.draft !== true,
			commit,
			// A deploy that had ended before has nothing left to wait for: what is live replaced it.
			replaces: phaseOf(statusOf(deploy).state) === 'pending' ? liveId : null,
		};
		return await waitedJson(context, client, site, deploy.id, expectation, {
			timeoutMs: leftMs,
			cancels: cancelsOnTimeout(context),
			previous: liveId === deploy.id ? null : liveId,
		});
	},
};
