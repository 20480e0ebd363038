import type { IDataObject } from 'n8n-workflow';

import { EndUnknown } from '../shared/endUnknown';
import type { OperationContext } from '../shared/operation';
import { waitMsParameter } from '../shared/parameters';
import type { PlatformClient } from '../shared/platformClient';
import { settled } from '../shared/settled';
import { unverifiedJson } from './outcome';
import { restoreDeploy } from './restore';
import { publishedIdOf, readSite, siteName } from './sites';
import { refuseIfStopped } from './started';
import type { NetlifyDeploy, NetlifySite } from './types';
import { waitedJson } from './waitedJson';
import { mayHaveHappened } from './writeOnce';

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
		refuseIfStopped(context);
		const restored = await settled(restoreDeploy(client, site, target.id));
		// What may have been carried out is looked for: the site tells.
		if (!restored.ok && !mayHaveHappened(restored.error)) throw restored.error;
		if (timeoutMs === null) {
			if (restored.ok) return unverifiedJson(context, restored.value, { published: null, previous });
			return await lookedForJson(context, client, site, target, previous, restored.error);
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

/** After a lost answer, for those who do not wait. @throws EndUnknown unless the site serves it. */
async function lookedForJson(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	target: NetlifyDeploy,
	previous: string | null,
	error: unknown,
): Promise<IDataObject> {
	const read = await settled(readSite(client, site.id));
	const published = read.ok ? (read.value.published_deploy ?? null) : null;
	if (published?.id === target.id) return unverifiedJson(context, published, { published, previous });
	throw new EndUnknown(`the restore of deploy ${target.id} on site ${siteName(site)}`, error, 'notTried');
}
