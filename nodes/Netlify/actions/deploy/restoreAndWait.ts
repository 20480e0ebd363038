import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import type { OperationContext } from '../../../shared/operation/operation';
import { waitMsParameter } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { unverifiedJson } from '../../output/resultJson';
import { refuseIfStopped } from '../../changes/refuseIfStopped';
import { restoreDeploy } from '../../api/restoreDeploy';
import { publishedIdOf } from '../../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../../api/types';
import { waitedJson } from './waitForDeployJson';
import { mayHaveHappened } from '../../../shared/operation/errors';

/** Restores a deploy, unless it is live already, and proves that the site serves it. */
export async function publishAgain(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	target: NetlifyDeploy,
): Promise<IDataObject> {
	const timeoutMs = waitMsParameter(context);
	const liveId = publishedIdOf(site);
	const previous = liveId === target.id ? null : liveId;
	if (liveId !== target.id) {
		refuseIfStopped(cancelSignalOf(context));
		const restored = await attempt(restoreDeploy(client, site, target.id));
		// What may have been carried out is looked for: the site tells.
		if (!restored.ok && !mayHaveHappened(restored.error)) throw restored.error;
		if (timeoutMs === null && restored.ok) {
			return unverifiedJson(context, restored.value, { published: null, previous });
		}
	}
	// A draft or branch deploy can be restored too: from then on it is what production serves.
	const expectation = {
		production: true,
		isRestore: true,
		replaces: previous,
		commit: target.commit_ref ?? null,
	};
	return await waitedJson(context, client, site, target.id, expectation, {
		timeoutMs: timeoutMs ?? 0,
		// Netlify publishes at once or not at all: there is nothing to cancel.
		cancels: false,
		previous,
	});
}
