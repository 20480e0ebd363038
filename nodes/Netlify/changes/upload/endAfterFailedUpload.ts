import type { PlatformClient } from '../../../shared/http/platformClient';
import { attempt } from '../../../shared/waiting/attempt';
import { hasEnded, lookAt } from '../deployLook';
import type { DeployOutcome } from '../../output/resultJson';
import type { DeployExpectation } from '../../state/deployAssessment';
import { stopAndLook } from '../stopDeploy';
import type { NetlifySite } from '../../api/types';
import { unfinished } from '../waitForDeploy';

/**
 * How a deploy ended whose upload failed. One that has ended by itself is left to the wait, which tells
 * why: null. Any other is cancelled, so that no half of it stays.
 *
 * @throws the upload's error once the deploy is cancelled, since that is why.
 */
export async function endAfterFailedUpload(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	error: unknown,
): Promise<DeployOutcome | null> {
	const before = await attempt(lookAt(client, site, deployId, expectation));
	if (before.ok && hasEnded(before.value.deploy)) return null;
	const stopped = await stopAndLook(client, site, deployId, expectation, true);
	const state = stopped.look.ok ? stopped.look.value.finding.state : 'unknown';
	if (state === 'cancelled') throw error;
	if (stopped.look.ok && hasEnded(stopped.look.value.deploy)) return null;
	return unfinished(deployId, site, error, stopped);
}
