import { attempt } from '../../../shared/waiting/attempt';
import type { DeployResult } from '../../state/deployResult';
import { type ExpectedDeploy, hasEnded, lookAtDeploy } from '../deployLook';
import { stopAndLook } from '../stopDeploy';
import { unseenEnd } from '../unseenEnd';

/**
 * How a deploy ended whose upload failed. One that has ended by itself is left to the wait, which tells
 * why: null. Any other is cancelled, so that no half of it stays.
 *
 * @throws the upload's error once the deploy is cancelled, since that is why.
 */
export async function endAfterFailedUpload(expected: ExpectedDeploy, error: unknown): Promise<DeployResult | null> {
	const before = await attempt(lookAtDeploy(expected));
	if (before.ok && hasEnded(before.value.deploy)) return null;
	const stopped = await stopAndLook(expected, true);
	const state = stopped.look.ok ? stopped.look.value.assessment.state : 'unknown';
	if (state === 'cancelled') throw error;
	if (stopped.look.ok && hasEnded(stopped.look.value.deploy)) return null;
	return unseenEnd(expected, error, stopped);
}
