import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { switchParameter, timeoutMsParameter } from '../shared/parameters';
import type { PlatformClient } from '../shared/platformClient';
import { outcomeJson, unverifiedJson } from './outcome';
import { restoreDeploy } from './restore';
import type { NetlifyDeploy, NetlifySite } from './types';
import { waitForDeploy } from './waitForDeploy';

/** Restores a deploy, unless it is live already, and proves that the site serves it. */
export async function publishAgain(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	target: NetlifyDeploy,
): Promise<IDataObject> {
	const isWaiting = switchParameter(context, 'waitForCompletion');
	const timeoutMs = isWaiting ? timeoutMsParameter(context) : 0;
	const liveId = site.published_deploy?.id ?? null;
	const previous = liveId === target.id ? null : liveId;
	if (liveId !== target.id) {
		const restored = await restoreDeploy(client, site, target.id);
		if (!isWaiting) return unverifiedJson(context, restored, { publishedId: null, previous });
	}
	// A draft or branch deploy can be restored too: from then on it is what production serves.
	const outcome = await waitForDeploy(
		client,
		site,
		target.id,
		{
			production: true,
			isRestore: true,
			replaces: previous,
			commit: target.commit_ref ?? null,
		},
		{ timeoutMs, cancelSignal: context.functions.getExecutionCancelSignal() },
	);
	return outcomeJson(context, site, outcome, { previous });
}
