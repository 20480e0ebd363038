import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { waitMsParameter } from '../shared/parameters';
import type { PlatformClient } from '../shared/platformClient';
import { unverifiedJson } from './outcome';
import { restoreDeploy } from './restore';
import { publishedIdOf } from './sites';
import type { NetlifyDeploy, NetlifySite } from './types';
import { waitedJson } from './waitedJson';

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
		const restored = await restoreDeploy(client, site, target.id);
		if (timeoutMs === null) return unverifiedJson(context, restored, { published: null, previous });
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
		previous,
	});
}
