import type { IDataObject } from 'n8n-workflow';

import { waitMsParameter } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { mayHaveHappened } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { restoreDeploy } from '../../api/deploys';
import { type NetlifyDeploy, type NetlifySite, publishedIdOf } from '../../api/types';
import { assertNotStopped } from '../../changes/assertNotStopped';
import { unverifiedJson } from './unverifiedJson';
import { waitForDeployJson } from './waitForDeployJson';

/** Restores a deploy, unless it is live already, and verifies that the site serves it. */
export async function restoreAndWait(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	target: NetlifyDeploy,
): Promise<IDataObject> {
	const timeoutMs = waitMsParameter(context);
	const liveId = publishedIdOf(site);
	const previous = liveId === target.id ? null : liveId;
	if (liveId !== target.id) {
		assertNotStopped(cancelSignalOf(context));
		const restored = await attempt(restoreDeploy(client, site.id, target.id));
		// What may have been carried out is looked for: the site tells.
		if (!restored.ok && !mayHaveHappened(restored.error)) throw restored.error;
		if (timeoutMs === null && restored.ok) {
			return unverifiedJson(context, restored.value, { published: null, previous });
		}
	}
	// A draft or branch deploy can be restored too: from then on it is what production serves.
	const expectation = { production: true, isRestore: true, replaces: previous, commit: target.commit_ref ?? null };
	return await waitForDeployJson(
		context,
		{ client, site, deployId: target.id, expectation },
		{
			timeoutMs: timeoutMs ?? 0,
			// Netlify publishes at once or not at all: there is nothing to cancel.
			cancels: false,
			previous,
		},
	);
}
