import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt } from '../../shared/waiting/attempt';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { cancelDeploy, readDeploy } from '../api/deploys';
import { hasEnded } from './deployLook';

/** How long Netlify may take to stop what it was told to cancel. */
const stopTimeoutMs = 15_000;

export interface CancelledDeploys {
	/** Told to stop, and seen to have ended, however. */
	readonly ended: string[];
	/** Not seen to have ended: they may go live later. */
	readonly left: string[];
}

/**
 * Cancels deploys that have not ended, and looks until they have. Never throws: what is put live after it
 * is more urgent than what could not be cancelled.
 */
export async function cancelUnderWay(
	client: PlatformClient,
	siteId: string,
	deployIds: readonly string[],
): Promise<CancelledDeploys> {
	const ended: string[] = [];
	const left: string[] = [];
	for (const deployId of deployIds) {
		await attempt(cancelDeploy(client, deployId));
		const look = await attempt(
			pollUntil({
				what: `The end of Netlify deploy ${deployId}`,
				timeoutMs: stopTimeoutMs,
				read: async () => await readDeploy(client, siteId, deployId),
				assess: (deploy) => ({ phase: hasEnded(deploy) ? 'succeeded' : 'pending', seen: deploy.state ?? '' }),
			}),
		);
		(look.ok && look.value.outcome === 'succeeded' ? ended : left).push(deployId);
	}
	return { ended, left };
}
