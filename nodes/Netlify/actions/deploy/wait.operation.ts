import { simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { netlifyClientForDeploying } from '../../api/client';
import { publishedIdOf } from '../../api/types';
import { hasEnded } from '../../changes/deployLook';
import { findDeployToWaitFor } from '../../changes/findDeployToWaitFor';
import { chosenSite } from '../../fields/chosenSite';
import { expectedCommitField } from '../../../shared/fields/expectedCommit';
import { deployField } from '../../fields/deploy';
import { siteField } from '../../fields/site';
import { onFailure } from '../../fields/onFailure';
import { onTimeoutField } from '../../fields/onTimeout';
import { returnOrThrow } from './returnOrThrow';
import { waitForDeployJson } from './waitForDeployJson';

const expectedCommit = expectedCommitField({ description: 'The commit it must be of; leave it empty if any will do' });
const timeout = timeoutProperty(1200);
// Whoever waits need not be who started it.
const onTimeout = onTimeoutField('leave');

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a deploy',
	description: 'Wait until a deploy has ended and, for production, until the site is seen to serve it',
	properties: [siteField, deployField, expectedCommit, timeout, onTimeout, onFailure, simplifyProperty],
	async execute(context) {
		const commit = expectedCommit.read(context);
		const deployId = deployField.read(context);
		const waiting = { timeoutMs: timeout.read(context), cancelSignal: cancelSignalOf(context) };
		const { client, site } = await chosenSite(context, netlifyClientForDeploying(context));
		const known = await findDeployToWaitFor(client, site, deployId, waiting);
		if (!known.found) return returnOrThrow(context, site, known.result);
		const { deploy, leftMs } = known;
		const liveId = publishedIdOf(site);
		const expectation = {
			production: deploy.context === 'production' && deploy.draft !== true,
			commit,
			// A deploy that had ended before has nothing left to wait for: what is live replaced it.
			replaces: hasEnded(deploy) ? null : liveId,
		};
		return await waitForDeployJson(
			context,
			{ client, site, deployId: deploy.id, expectation },
			{
				timeoutMs: leftMs,
				cancels: onTimeout.read(context) === 'cancel',
				previous: liveId === deploy.id ? null : liveId,
			},
		);
	},
};
