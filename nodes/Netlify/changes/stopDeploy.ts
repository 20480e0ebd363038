import { isRecord, textAt } from '../../deployment/values/jsonFields';
import type { CancelResult } from '../../shared/waiting/endUnknown';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { hasEnded, lookAt, type DeployLook } from './deployLook';
import { findingOn, type DeployExpectation } from '../state/deployAssessment';
import { readSite } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** How long Netlify may take to stop what it was told to cancel. */
const stopTimeoutMs = 15_000;

export interface StoppedDeploy {
	readonly cancelResult: CancelResult;
	/** What was seen afterwards, or why nothing was. */
	readonly look: Attempt<DeployLook>;
	/** What the site serves, where only that could be seen. */
	readonly published: NetlifyDeploy | null;
}

/**
 * Cancels a deploy, unless it shall be left running, and looks what became of it. It may have ended
 * before, for good or bad, or be out of reach. Never throws: that something is wrong is known already.
 */
export async function stopAndLook(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	shouldCancel: boolean,
): Promise<StoppedDeploy> {
	const asked = shouldCancel ? await attempt(cancelDeploy(client, deployId)) : undefined;
	const cancelled = asked?.ok ? asked.value : null;
	const cancelResult = asked === undefined ? 'notTried' : cancelled ? 'cancelled' : 'notCancelled';
	const polled = await attempt(
		pollUntil({
			what: `The end of Netlify deploy ${deployId}`,
			timeoutMs: cancelled ? stopTimeoutMs : 0,
			read: async () => await lookAt(client, site, deployId, expectation),
			assess: ({ deploy }) => ({ phase: hasEnded(deploy) ? 'succeeded' : 'pending', seen: deploy.state ?? '' }),
		}),
	);
	if (polled.ok) return { cancelResult, look: { ok: true, value: polled.value.value }, published: null };
	const read = await attempt(readSite(client, site.id));
	const siteNow = read.ok ? read.value : { ...site, published_deploy: null };
	const published = siteNow.published_deploy ?? null;
	// Netlify's answer to the request is a look, too.
	if (!cancelled || !hasEnded(cancelled)) return { cancelResult, look: polled, published };
	const finding = findingOn(cancelled, siteNow, expectation);
	return { cancelResult, look: { ok: true, value: { deploy: cancelled, site: siteNow, finding } }, published };
}

/** The deploy as Netlify answers; null when it has nothing to cancel any more: it ended (422), or is gone. */
async function cancelDeploy(client: PlatformClient, deployId: string): Promise<NetlifyDeploy | null> {
	const { status, body } = await client.request({
		method: 'POST',
		path: path`/deploys/${deployId}/cancel`,
		safeToRepeat: true,
		acceptStatuses: [404, 422],
	});
	if (status === 404 || status === 422) return null;
	return isDeploy(body) ? body : { id: deployId };
}

function isDeploy(body: unknown): body is NetlifyDeploy {
	return isRecord(body) && textAt(body, 'id') !== null;
}
