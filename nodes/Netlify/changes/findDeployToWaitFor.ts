import { clock } from '../../shared/waiting/clock';
import type { PlatformClient } from '../../shared/http/platformClient';
import { LookFailure, pollUntil } from '../../shared/waiting/pollUntil';
import { attempt } from '../../shared/waiting/attempt';
import { findDeploy } from '../api/deploys';
import { type DeployOutcome, stubOf } from '../output/resultJson';
import { siteName } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';
import { type DeployWait, unknownEnd } from './waitForDeploy';

type FollowedDeploy =
	| { readonly found: true; readonly deploy: NetlifyDeploy; readonly leftMs: number }
	| { readonly found: false; readonly outcome: DeployOutcome };

/**
 * A deploy that somebody else started, and how much of the time is left for it. While it cannot be read it
 * is looked for again; when the time is up over that, nobody knows how it ends.
 *
 * @throws OperationFailure when the site has no such deploy; PlatformRequestError when the credential is refused.
 */
export async function findDeployToFollow(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	{ timeoutMs, cancelSignal }: Omit<DeployWait, 'cancels'>,
): Promise<FollowedDeploy> {
	const startedAtMs = clock.now();
	const read = await attempt(
		pollUntil({
			what: `Netlify deploy ${deployId} of site ${siteName(site)}`,
			timeoutMs,
			...(cancelSignal && { cancelSignal }),
			read: async () => await findDeploy(client, site, deployId),
			assess: ({ state }) => ({ phase: 'succeeded', seen: state ?? '' }),
		}),
	);
	if (read.ok) {
		const leftMs = Math.max(0, timeoutMs - (clock.now() - startedAtMs));
		return { found: true, deploy: read.value.value, leftMs };
	}
	if (!(read.error instanceof LookFailure)) throw read.error;
	return { found: false, outcome: unknownEnd(stubOf(deployId, site), read.error, 'notTried') };
}
