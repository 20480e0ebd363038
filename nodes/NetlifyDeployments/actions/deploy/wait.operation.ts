import { phaseOf } from '../../../deployment/deploymentState';
import { onBadEndProperty } from '../../../shared/badEnd';
import { textField } from '../../../shared/fields';
import type { Operation } from '../../../shared/operation';
import { textParameter, timeoutMsParameter } from '../../../shared/parameters';
import { simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { chosenDeploy } from '../../chosenSite';
import { expectedCommit } from '../../commit';
import { deployProperty, siteProperty } from '../../locators';
import { netlifyBadEnd } from '../../outcome';
import { publishedIdOf } from '../../sites';
import { statusOf } from '../../status';
import { waitedJson } from '../../waitedJson';

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
		onBadEndProperty(netlifyBadEnd),
		simplifyProperty,
	],
	async execute(context) {
		const commit = expectedCommit(textParameter(context, 'expectedCommit'));
		const timeoutMs = timeoutMsParameter(context);
		const { client, site, deploy } = await chosenDeploy(context);
		const liveId = publishedIdOf(site);
		const expectation = {
			production: deploy.context === 'production' && deploy.draft !== true,
			commit,
			// A deploy that had ended before has nothing left to wait for: what is live replaced it.
			replaces: phaseOf(statusOf(deploy).state) === 'pending' ? liveId : null,
		};
		return await waitedJson(context, client, site, deploy.id, expectation, {
			timeoutMs,
			previous: liveId === deploy.id ? null : liveId,
		});
	},
};
