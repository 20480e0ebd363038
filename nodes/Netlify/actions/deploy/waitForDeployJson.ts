import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import type { OperationContext } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { withBuildLog } from './withBuildLog';
import { outcomeJson } from '../../output/resultJson';
import type { DeployExpectation } from '../../state/deployAssessment';
import type { DeployFacts } from '../../output/deploymentJson';
import type { NetlifySite } from '../../api/types';
import { waitForDeploy } from '../../changes/waitForDeploy';

/**
 * Waits for a deploy; the output for how it ended.
 *
 * @throws OperationFailure at a bad end, with the end of its build's log, unless the node shall go on;
 * EndUnknown when nobody could see how it ended.
 */
export async function waitedJson(
	context: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	known: Pick<DeployFacts, 'previous' | 'digest'> & { readonly timeoutMs: number; readonly cancels: boolean },
): Promise<IDataObject> {
	const { timeoutMs, cancels, ...facts } = known;
	const cancelSignal = cancelSignalOf(context);
	const outcome = await waitForDeploy(client, site, deployId, expectation, { timeoutMs, cancelSignal, cancels });
	return outcomeJson(context, site, await withBuildLog(context, client, site, outcome), facts);
}
