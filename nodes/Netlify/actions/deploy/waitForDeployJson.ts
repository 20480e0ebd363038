import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import type { ExpectedDeploy } from '../../changes/deployLook';
import { type DeployWait, waitForDeploy } from '../../changes/waitForDeploy';
import type { KnownFacts } from '../../output/resultJson';
import { returnOrThrow } from './returnOrThrow';
import { withBuildLog } from './withBuildLog';

/**
 * Waits for a deploy; the output for how it ended.
 *
 * @throws OperationFailure at a failure, with the end of its build's log, unless the node is to go on;
 * EndUnknown when nobody could see how it ended.
 */
export async function waitForDeployJson(
	context: OperationContext,
	expected: ExpectedDeploy,
	known: KnownFacts & Omit<DeployWait, 'cancelSignal'>,
): Promise<IDataObject> {
	const { timeoutMs, cancels, mustBegin = false, ...facts } = known;
	const wait = { timeoutMs, cancelSignal: cancelSignalOf(context), cancels, mustBegin };
	const result = await waitForDeploy(expected, wait);
	return returnOrThrow(context, expected.site, await withBuildLog(context, expected, result), facts);
}
