import type { CancelResult } from '../../deployment/state/deploymentResult';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { cancelDeploy } from '../api/deploys';
import { readSite } from '../api/sites';
import type { NetlifyDeploy } from '../api/types';
import { assessDeploy } from '../state/deployAssessment';
import { type DeployLook, type ExpectedDeploy, hasEnded, lookAtDeploy } from './deployLook';

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
 * Cancels a deploy, unless it is to be left running, and looks what became of it. It may have ended
 * before, or be out of reach. Never throws: that something is wrong is known already.
 */
export async function stopAndLook(expected: ExpectedDeploy, shouldCancel: boolean): Promise<StoppedDeploy> {
	const { client, site, deployId, expectation } = expected;
	const asked = shouldCancel ? await attempt(cancelDeploy(client, deployId)) : undefined;
	const cancelled = asked?.ok ? asked.value : null;
	const cancelResult = asked === undefined ? 'notTried' : cancelled ? 'cancelled' : 'notCancelled';
	const polled = await attempt(
		pollUntil({
			what: `The end of Netlify deploy ${deployId}`,
			timeoutMs: cancelled ? stopTimeoutMs : 0,
			read: async () => await lookAtDeploy(expected),
			assess: ({ deploy }) => ({ phase: hasEnded(deploy) ? 'succeeded' : 'pending', seen: deploy.state ?? '' }),
		}),
	);
	if (polled.ok) return { cancelResult, look: { ok: true, value: polled.value.value }, published: null };
	const read = await attempt(readSite(client, site.id));
	const siteNow = read.ok ? read.value : { ...site, published_deploy: null };
	const published = siteNow.published_deploy ?? null;
	// Netlify's answer to the request is a look, too.
	if (!cancelled || !hasEnded(cancelled)) return { cancelResult, look: polled, published };
	const assessment = assessDeploy(cancelled, siteNow, expectation);
	return { cancelResult, look: { ok: true, value: { deploy: cancelled, site: siteNow, assessment } }, published };
}
