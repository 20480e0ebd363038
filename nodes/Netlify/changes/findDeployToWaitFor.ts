import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { LookFailure, pollUntil } from '../../shared/waiting/pollUntil';
import { findDeploy } from '../api/deploys';
import { type NetlifyDeploy, type NetlifySite, siteName } from '../api/types';
import { type DeployResult, stubOf } from '../state/deployResult';
import { unknownEnd } from './unseenEnd';
import type { DeployWait } from './waitForDeploy';

type DeployToWaitFor =
	| { readonly found: true; readonly deploy: NetlifyDeploy; readonly leftMs: number }
	| { readonly found: false; readonly result: DeployResult };

/**
 * A deploy that somebody else started, and how much of the time is left for it. While it cannot be read it
 * is looked for again; when the time runs out meanwhile, nobody knows how it ends.
 *
 * @throws OperationFailure when the site has no such deploy; PlatformRequestError when the credential is refused.
 */
export async function findDeployToWaitFor(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	{ timeoutMs, cancelSignal }: Omit<DeployWait, 'cancels'>,
): Promise<DeployToWaitFor> {
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
	return { found: false, result: unknownEnd(stubOf(deployId, site), read.error, 'notTried') };
}
